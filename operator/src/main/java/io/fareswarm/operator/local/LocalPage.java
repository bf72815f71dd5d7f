package io.fareswarm.operator.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.operator.result.report.ReportFiles;
import io.fareswarm.operator.result.report.Series;
import io.fareswarm.operator.ui.ChangeLog;
import io.fareswarm.operator.ui.ManifestCheck;
import io.fareswarm.operator.ui.PageError;
import io.fareswarm.operator.ui.PageSource;
import io.fareswarm.operator.ui.ResourceKey;
import io.fareswarm.validation.Attachment;
import io.fareswarm.validation.ManifestReader;
import io.fareswarm.validation.Manifests;

/// The page's view of this machine.
public final class LocalPage implements PageSource {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration SERIES_INTERVAL = Duration.ofSeconds(10);
    private static final Duration PREDICTION_TIMEOUT = Duration.ofSeconds(5);
    private static final int LONGEST_PREDICTION = 64 << 10;
    private static final String LOAD_TEST = "LoadTest";

    private final LocalResources resources;
    private final LocalMachine machine;
    private final Attachments attachments;
    private final StoredRuns stored = new StoredRuns();
    private final @Nullable String refusal;
    private volatile @Nullable RunSnapshot current;

    /// The run that goes on, as far as it was observed. It is replaced every [#SERIES_INTERVAL].
    private static final class RunSnapshot {
        private final ResourceKey test;
        private final int run;
        private final Instant at;
        private final Series.Source source;
        private @Nullable Series series;

        RunSnapshot(ResourceKey test, int run, Instant at, Series.Source source) {
            this.test = test;
            this.run = run;
            this.at = at;
            this.source = source;
        }

        /// The run over time, which the first caller computes for all.
        synchronized Series series() {
            if (series == null) {
                series = source.series();
            }
            return series;
        }
    }

    /// @param refusal why no run can be started from the page; null if it can
    LocalPage(LocalResources resources, LocalMachine machine, List<Attachment> attachments, @Nullable String refusal) {
        this.resources = resources;
        this.machine = machine;
        this.attachments = new Attachments(attachments);
        this.refusal = refusal;
    }

    /// Adds the runs that earlier processes stored in the report directory, and their LoadTests.
    void readStored(Path reports) {
        stored.read(reports).forEach((key, result) -> {
            if (!resources.contains(key)) {
                try {
                    resources.add(key, JSON.treeToValue(result.get("spec"), LoadTestSpec.class),
                            JSON.treeToValue(result, LoadTestStatus.class));
                } catch (JsonProcessingException | IllegalArgumentException e) {
                    // The file of another version: its run is not shown.
                }
            }
        });
    }

    /// The number of a LoadTest's last stored run; 0 without one.
    int lastStored(LoadTest test) {
        return stored.last(LocalResources.key(test));
    }

    /// Takes over what a run has measured so far.
    void progressed(LoadTest test, int run, Series.Source source) {
        ResourceKey key = LocalResources.key(test);
        Instant now = machine.time().instant();
        RunSnapshot before = current;
        if (before == null || !before.test.equals(key) || before.run != run
                || !now.isBefore(before.at.plus(SERIES_INTERVAL))) {
            current = new RunSnapshot(key, run, now, source);
            resources.changes().files(key.namespace(), key.name(), run);
        }
    }

    /// Takes over the report of a run that is over.
    void reported(LoadTest test, int run, Path directory) {
        ResourceKey key = LocalResources.key(test);
        stored.add(key, run, directory);
        current = null;
        resources.changes().files(key.namespace(), key.name(), run);
    }

    @Override
    public ObjectNode session() {
        ObjectNode session = JSON.createObjectNode().put("mode", "local").put("user", System.getProperty("user.name"))
                .put("namespace", "default").put("tokenNeeded", false);
        ArrayNode namespaces = session.putArray("namespaces");
        ObjectNode access = session.putObject("access");
        for (String namespace : resources.namespaces()) {
            namespaces.add(namespace);
            ObjectNode rights = access.putObject(namespace);
            allow(rights.putObject("create"), refusal);
            allow(rights.putObject("edit"), null);
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
        String yaml = Serialization.asYaml(manifest);
        return switch (read(manifest)) {
            case Manifests.Invalid(var problems) -> new ManifestCheck(problems.stream()
                    .map(problem -> new ManifestCheck.Problem(problem.path(), problem.message())).toList(), yaml);
            case Manifests.Valid valid -> new ManifestCheck(
                    valid.tests().stream().flatMap(test -> obstacles(test).stream()).toList(), yaml);
        };
    }

    private static Manifests read(ObjectNode manifest) {
        return new ManifestReader().text("page", manifest.toString()).result();
    }

    /// What a valid LoadTest refers to and this machine does not have.
    private List<ManifestCheck.Problem> obstacles(LoadTest test) {
        List<ManifestCheck.Problem> problems = new ArrayList<>();
        String model = test.getSpec().target().model();
        if (model != null
                && !resources.contains(new ResourceKey("FareModel", test.getMetadata().getNamespace(), model))) {
            problems.add(new ManifestCheck.Problem("spec.target.model",
                    "expected a FareModel on this machine, found " + model));
        }
        try {
            attachments.check(List.of(test));
        } catch (BadInput e) {
            problems.add(new ManifestCheck.Problem("spec", String.valueOf(e.getMessage())));
        }
        return problems;
    }

    @Override
    public ObjectNode create(ObjectNode manifest) {
        if (refusal != null) {
            throw new PageError(403, refusal);
        }
        LoadTest test = valid(manifest);
        ResourceKey key = LocalResources.key(test);
        if (resources.contains(key)) {
            throw new PageError(409, key + " exists: give the new one another name, or change that one");
        }
        resources.write(key, test.getSpec(), true);
        return resources.find(key).orElseThrow();
    }

    /// The LoadTest of a manifest.
    private LoadTest valid(ObjectNode manifest) {
        if (!manifest.path("kind").asText().equals(LOAD_TEST)) {
            throw new PageError(422,
                    "expected a LoadTest, found kind '%s': FareModels come from the manifests of the command"
                            .formatted(manifest.path("kind").asText()));
        }
        ManifestCheck check = check(manifest);
        if (!check.valid()) {
            ManifestCheck.Problem first = check.problems().getFirst();
            throw new PageError(422, first.path() + ": " + first.message());
        }
        return ((Manifests.Valid) read(manifest)).tests().getFirst();
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
        if (start && refusal != null) {
            throw new PageError(403, refusal);
        }
        resources.write(key, spec, start);
        return resources.find(key).orElseThrow();
    }

    @Override
    public void delete(ResourceKey key) {
        if (!key.kind().equals(LOAD_TEST) || !resources.contains(key)) {
            throw new PageError(404, "expected a LoadTest, found none of this name");
        }
        RunSnapshot run = current;
        if (refusal != null || (run != null && run.test.equals(key))) {
            throw new PageError(409, refusal != null ? refusal : key + " runs: stop it first");
        }
        resources.remove(key);
    }

    @Override
    public List<ObjectNode> runs(String namespace, String name) {
        ResourceKey key = new ResourceKey(LOAD_TEST, namespace, name);
        List<ObjectNode> runs = new ArrayList<>();
        RunSnapshot going = current;
        if (going != null && going.test.equals(key)) {
            ObjectNode live = JSON.createObjectNode().put("run", going.run).put("live", true);
            live.putArray("files").add(ReportFiles.SERIES).add(ReportFiles.HISTORY);
            resources.status(key).ifPresent(status -> {
                live.put("phase", String.valueOf(status.phase()));
                live.set("result", LocalResources.toJson(status.result()));
                live.put("startedAt", status.run() == null ? null : status.run().startedAt());
            });
            resources.spec(key).ifPresent(spec -> live.set("spec", LocalResources.toJson(spec)));
            runs.add(live);
        }
        for (Map.Entry<Integer, JsonNode> one : stored.of(key)) {
            JsonNode result = one.getValue();
            ObjectNode run = JSON.createObjectNode().put("run", one.getKey());
            run.set("verdict", result.path("verdict"));
            run.set("phase", result.path("phase"));
            run.set("startedAt", result.at("/run/startedAt"));
            run.set("finishedAt", result.at("/run/finishedAt"));
            run.set("result", result.path("result"));
            run.set("thresholds", result.path("thresholds"));
            run.set("conditions", result.path("conditions"));
            run.set("spec", result.path("spec"));
            run.set("files", JSON.valueToTree(stored.files(key, one.getKey())));
            runs.add(run);
        }
        return runs;
    }

    @Override
    public Optional<String> file(String namespace, String name, int run, String file) {
        ResourceKey key = new ResourceKey(LOAD_TEST, namespace, name);
        RunSnapshot going = current;
        if (going != null && going.test.equals(key) && going.run == run) {
            return switch (file) {
                case ReportFiles.SERIES -> Optional.of(going.series().toJson());
                case ReportFiles.HISTORY -> Optional.of(going.series().toCsv());
                default -> Optional.empty();
            };
        }
        return stored.file(key, run, file);
    }

    @Override
    public ObjectNode predict(String namespace, String model, String ride) throws InterruptedException {
        String url = resources.find(new ResourceKey("FareModel", namespace, model))
                .orElseThrow(() -> new PageError(404, "expected a FareModel %s, found none".formatted(model)))
                .at("/status/url").asText();
        if (url.isEmpty()) {
            throw new PageError(503, "FareModel %s is not available yet".formatted(model));
        }
        String command = "curl -s %s/predict -H 'content-type: application/json' -d '%s'".formatted(url,
                ride.replace("'", "'\\''"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/predict")).timeout(PREDICTION_TIMEOUT)
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(ride)).build();
        try {
            HttpResponse<String> response = machine.http().send(request,
                    BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST_PREDICTION));
            return JSON.createObjectNode().put("status", response.statusCode()).put("body", response.body())
                    .put("command", command);
        } catch (IOException e) {
            throw new PageError(503, "expected a response of FareModel %s, found none: %s".formatted(model,
                    e.getMessage()));
        }
    }
}
