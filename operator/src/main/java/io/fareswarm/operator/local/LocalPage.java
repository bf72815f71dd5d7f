package io.fareswarm.operator.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.message.FailureCause;
import io.fareswarm.message.SimilarNames;
import io.fareswarm.operator.result.HeatBuckets;
import io.fareswarm.operator.ui.ChangeLog;
import io.fareswarm.operator.ui.ManifestCheck;
import io.fareswarm.operator.ui.PageError;
import io.fareswarm.operator.ui.PageSource;
import io.fareswarm.operator.ui.PredictCommand;
import io.fareswarm.operator.ui.ResourceKey;
import io.fareswarm.validation.Attachment;
import io.fareswarm.validation.ManifestReader;
import io.fareswarm.validation.Manifests;

/// The page's view of this machine.
public final class LocalPage implements PageSource {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PREDICTION_TIMEOUT = Duration.ofSeconds(5);
    private static final int LONGEST_PREDICTION = 64 << 10;
    private static final String LOAD_TEST = "LoadTest";

    private final LocalResources resources;
    private final LocalMachine machine;
    private final Attachments attachments;
    private final LocalRuns runs;
    private final @Nullable String rejection;

    /// @param rejection why no run can be started from the page; null if it can
    LocalPage(LocalResources resources, LocalRuns runs, LocalMachine machine, List<Attachment> attachments,
            @Nullable String rejection) {
        this.resources = resources;
        this.runs = runs;
        this.machine = machine;
        this.attachments = new Attachments(attachments);
        this.rejection = rejection;
    }

    @Override
    public ObjectNode session() {
        ObjectNode session = JSON.createObjectNode().put("mode", "local").put("user", System.getProperty("user.name"))
                .put("namespace", "default").put("tokenNeeded", false)
                .put("reports", machine.output().reports().toAbsolutePath().normalize().toString());
        session.set("bucketsMs", JSON.valueToTree(HeatBuckets.bounds()));
        ArrayNode namespaces = session.putArray("namespaces");
        ObjectNode access = session.putObject("access");
        for (String namespace : resources.namespaces()) {
            namespaces.add(namespace);
            ObjectNode rights = access.putObject(namespace);
            allow(rights.putObject("create"), rejection);
            allow(rights.putObject("edit"), null);
            allow(rights.putObject("delete"), rejection);
            allow(rights.putObject("predict"), null);
        }
        return session;
    }

    private static void allow(ObjectNode right, @Nullable String reason) {
        right.put("allowed", reason == null).put("reason", reason == null ? "" : reason);
    }

    @Override
    public ChangeLog changes() {
        return resources.changes();
    }

    @Override
    public ManifestCheck check(ObjectNode manifest) {
        return new ManifestCheck(problems(read(manifest)), Serialization.asYaml(manifest));
    }

    private List<ManifestCheck.FieldProblem> problems(Manifests manifests) {
        return switch (manifests) {
            case Manifests.Invalid(var problems) -> problems.stream()
                    .map(problem -> new ManifestCheck.FieldProblem(problem.path(), problem.message())).toList();
            case Manifests.Valid valid -> valid.tests().stream().flatMap(test -> obstacles(test).stream()).toList();
        };
    }

    private static Manifests read(ObjectNode manifest) {
        return new ManifestReader().text("page", manifest.toString()).result();
    }

    /// What a valid LoadTest refers to and this machine does not have.
    private List<ManifestCheck.FieldProblem> obstacles(LoadTest test) {
        List<ManifestCheck.FieldProblem> problems = new ArrayList<>();
        String model = test.getSpec().target().model();
        if (model != null
                && !resources.contains(new ResourceKey("FareModel", test.getMetadata().getNamespace(), model))) {
            problems.add(new ManifestCheck.FieldProblem("spec.target.model",
                    "expected a FareModel on this machine, found " + model
                            + SimilarNames.hint(model, resources.models(test.getMetadata().getNamespace()))));
        }
        try {
            attachments.check(List.of(test));
        } catch (BadInput e) {
            problems.add(new ManifestCheck.FieldProblem("spec", String.valueOf(e.getMessage())));
        }
        return problems;
    }

    @Override
    public ObjectNode create(ObjectNode manifest) {
        if (rejection != null) {
            throw new PageError(403, rejection);
        }
        LoadTest test = valid(manifest);
        ResourceKey key = LocalResources.key(test);
        if (resources.contains(key)) {
            throw new PageError(409, key + " exists: give the new one another name, or change that one");
        }
        resources.write(key, runs.afterStored(key, test.getSpec()), true);
        return resources.find(key).orElseThrow();
    }

    /// The LoadTest of a manifest.
    private LoadTest valid(ObjectNode manifest) {
        if (!manifest.path("kind").asText().equals(LOAD_TEST)) {
            throw new PageError(422,
                    "expected a LoadTest, found kind '%s': FareModels come from the manifests of the command"
                            .formatted(manifest.path("kind").asText()));
        }
        Manifests manifests = read(manifest);
        List<ManifestCheck.FieldProblem> problems = problems(manifests);
        if (!problems.isEmpty() || !(manifests instanceof Manifests.Valid valid)) {
            throw new PageError(422, problems.getFirst().path() + ": " + problems.getFirst().message());
        }
        return valid.tests().getFirst();
    }

    @Override
    public ObjectNode patch(ResourceKey key, ObjectNode patch) {
        ObjectNode before = resources.find(key)
                .orElseThrow(() -> new PageError(404, "expected " + key + ", found none"));
        ObjectNode manifest = JSON.createObjectNode().put("apiVersion", before.path("apiVersion").asText())
                .put("kind", key.kind());
        manifest.putObject("metadata").put("name", key.name()).put("namespace", key.namespace());
        manifest.set("spec", MergePatch.apply(before.path("spec"), patch.path("spec")));
        LoadTestSpec spec = valid(manifest).getSpec();
        int run = before.at("/spec/run").asInt();
        if (spec.run() < run) {
            throw new PageError(422, "spec.run: expected %d or more, found %d: run cannot be lowered".formatted(run,
                    spec.run()));
        }
        boolean start = patch.path("spec").has("run");
        if (start && rejection != null) {
            throw new PageError(403, rejection);
        }
        resources.write(key, spec, start);
        return resources.find(key).orElseThrow();
    }

    @Override
    public void delete(ResourceKey key) {
        if (!key.kind().equals(LOAD_TEST) || !resources.contains(key)) {
            throw new PageError(404, "expected a LoadTest, found none of this name");
        }
        if (rejection != null || runs.isCurrent(key)) {
            throw new PageError(409, rejection != null ? rejection : key + " runs: stop it first");
        }
        resources.remove(key);
    }

    @Override
    public List<ObjectNode> runs(String namespace, String name) {
        return runs.of(new ResourceKey(LOAD_TEST, namespace, name));
    }

    @Override
    public Optional<String> file(String namespace, String name, int run, String file) {
        return runs.file(new ResourceKey(LOAD_TEST, namespace, name), run, file);
    }

    @Override
    public ObjectNode predict(String namespace, String model, String ride) throws InterruptedException {
        String url = resources.find(new ResourceKey("FareModel", namespace, model))
                .orElseThrow(() -> new PageError(404, "expected a FareModel %s, found none".formatted(model)))
                .at("/status/url").asText();
        if (url.isEmpty()) {
            throw new PageError(503, "FareModel %s is not available yet".formatted(model));
        }
        String command = PredictCommand.curl(url, ride);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/predict")).timeout(PREDICTION_TIMEOUT)
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(ride)).build();
        try {
            HttpResponse<String> response = machine.http().send(request,
                    BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST_PREDICTION));
            return JSON.createObjectNode().put("status", response.statusCode()).put("body", response.body())
                    .put("command", command);
        } catch (IOException e) {
            throw new PageError(503, "expected a response of FareModel %s, found none: %s".formatted(model,
                    FailureCause.of(e)));
        }
    }
}
