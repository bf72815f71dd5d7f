package io.fareswarm.operator.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;

import io.fareswarm.operator.result.HeatBuckets;
import io.fareswarm.operator.ui.ChangeLog;
import io.fareswarm.operator.ui.ManifestCheck;
import io.fareswarm.operator.ui.PageError;
import io.fareswarm.operator.ui.PageSource;
import io.fareswarm.operator.ui.PredictCommand;
import io.fareswarm.operator.ui.ResourceKey;

/// The page's view of a cluster, as one user. It lists and watches from [#open] to [#close].
public final class ClusterPage implements PageSource, AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_NAMESPACES = 50;
    private static final int LONGEST_PREDICTION = 64 << 10;
    private static final int CONFLICT = 409;
    private static final int PORT = 8000;
    private static final String MANAGER = "fieldManager=fareswarm-page&fieldValidation=Strict";
    private static final String DRY_RUN = "&dryRun=All";

    private final ApiServer api;
    private final ClusterScope scope;
    private final AccessReviews reviews;
    private final ChangeLog changes = new ChangeLog();
    private final ShownObjects shown;
    /// Namespaces whose LoadTests are shown; one empty name for all.
    private final List<String> visible;

    private ClusterPage(ApiServer api, ClusterScope scope, AccessReviews reviews, List<String> visible) {
        this.api = api;
        this.scope = scope;
        this.reviews = reviews;
        this.visible = visible;
        this.shown = new ShownObjects(api, changes);
    }

    /// Opens the page of a user.
    ///
    /// @param config of the API server and the user's credentials
    /// @param configured scope of every user
    /// @throws PageError 401 for rejected credentials, 403 for a user who may see no namespace, 503 without an API server
    public static ClusterPage open(Config config, ClusterScope configured) throws InterruptedException {
        ApiServer api = new ApiServer(config);
        try {
            AccessReviews reviews = new AccessReviews(api, AccessReviews.user(api));
            ClusterScope scope = configured.of(reviews.user());
            List<String> visible = namespaces(reviews, PageKind.LoadTest, scope);
            if (visible.isEmpty()) {
                throw new PageError(403,
                        "expected the right to list loadtests in all namespaces or in %s, found none for %s"
                                .formatted(scope.namespaces().isEmpty() ? "one" : String.join(", ", scope.namespaces()),
                                        reviews.user()));
            }
            ClusterPage page = new ClusterPage(api, scope, reviews, visible);
            page.shown.watch(visible, namespaces(reviews, PageKind.FareModel, scope),
                    namespaces(reviews, PageKind.Event, scope));
            return page;
        } catch (PageError | InterruptedException e) {
            api.close();
            throw e;
        }
    }

    /// The namespaces in which a kind is listed: all, as one empty name, or those of the scope in which the user may.
    private static List<String> namespaces(AccessReviews reviews, PageKind kind, ClusterScope scope) {
        return !scope.only() && reviews.mayList(kind, "")
                ? List.of("")
                : scope.namespaces().stream().filter(namespace -> reviews.mayList(kind, namespace)).toList();
    }

    /// Whether the API server has rejected the user's credentials since the start.
    boolean isRejected() {
        return api.isUnauthorized();
    }

    /// A call of the API server. Credentials that it rejects can be replaced on the page only if they are a token.
    private <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (PageError e) {
            if (e.status() != 401) {
                throw e;
            }
            throw scope.tokens()
                    ? ByToken.rejected()
                    : new PageError(403, "the API server rejects the credentials of the kubeconfig: " + e.getMessage());
        }
    }

    @Override
    public ObjectNode session() {
        return call(() -> {
            List<String> namespaces = namespaces();
            ObjectNode session = JSON.createObjectNode().put("mode", "cluster").put("user", reviews.user())
                    .put("namespace", namespaces.contains(scope.chosen()) ? scope.chosen() : namespaces.getFirst())
                    .put("tokenNeeded", scope.tokens());
            session.set("bucketsMs", JSON.valueToTree(HeatBuckets.bounds()));
            ArrayNode names = session.putArray("namespaces");
            namespaces.forEach(names::add);
            session.set("access", reviews.access(namespaces));
            return session;
        });
    }

    /// The shown namespaces; with all of them those that matter: the chosen one, those with resources, and others.
    private List<String> namespaces() {
        if (!visible.contains("")) {
            return visible;
        }
        Set<String> namespaces = shown.namespaces();
        ApiServer.Response all = api.send("GET", "/api/v1/namespaces?limit=" + MOST_NAMESPACES, null);
        for (JsonNode one : all.body().path("items")) {
            String name = one.at("/metadata/name").asText();
            if (!name.startsWith("kube-")) {
                namespaces.add(name);
            }
        }
        List<String> first = new ArrayList<>(List.of(scope.chosen()));
        namespaces.stream().filter(name -> !name.equals(scope.chosen())).limit(MOST_NAMESPACES - 1).forEach(first::add);
        return first.stream().sorted().toList();
    }

    @Override
    public ChangeLog changes() {
        return changes;
    }

    @Override
    public ManifestCheck check(ObjectNode manifest) {
        String yaml = Serialization.asYaml(manifest);
        return call(() -> {
            ResourceKey key = key(manifest);
            ApiServer.Response response = api.send("POST", collection(key) + "?" + MANAGER + DRY_RUN, manifest);
            if (response.status() == CONFLICT) {
                ObjectNode change = JSON.createObjectNode();
                change.set("spec", manifest.path("spec"));
                response = api.send("PATCH", PageKind.path(key) + "?" + MANAGER + DRY_RUN, change);
            }
            return switch (response.status()) {
                case 200, 201 -> new ManifestCheck(List.of(), yaml);
                case 400, 422 -> new ManifestCheck(ApiProblems.of(response.body()), yaml);
                default -> throw response.error();
            };
        });
    }

    /// The key of a manifest, whose namespace may be absent.
    private ResourceKey key(ObjectNode manifest) {
        String namespace = manifest.at("/metadata/namespace").asText("");
        return new ResourceKey(manifest.path("kind").asText(), namespace.isEmpty() ? scope.chosen() : namespace,
                manifest.at("/metadata/name").asText());
    }

    private static String collection(ResourceKey key) {
        return PageKind.resource(key.kind()).path(PageKind.name(key.namespace()));
    }

    @Override
    public ObjectNode create(ObjectNode manifest) {
        return write("POST", collection(key(manifest)), manifest);
    }

    @Override
    public ObjectNode patch(ResourceKey key, ObjectNode patch) {
        return write("PATCH", PageKind.path(key), patch);
    }

    private ObjectNode write(String method, String path, ObjectNode body) {
        return call(() -> {
            ApiServer.Response response = api.send(method, path + "?" + MANAGER, body);
            if (!response.isOk() || !(response.body() instanceof ObjectNode written)) {
                throw response.error();
            }
            if (written.path("metadata") instanceof ObjectNode metadata) {
                metadata.remove("managedFields");
            }
            return written;
        });
    }

    @Override
    public void delete(ResourceKey key) {
        call(() -> {
            ApiServer.Response response = api.send("DELETE", PageKind.path(key) + "?propagationPolicy=Background",
                    null);
            if (!response.isOk()) {
                throw response.error();
            }
            return response;
        });
    }

    @Override
    public List<ObjectNode> runs(String namespace, String name) {
        JsonNode test = changes.find(new ResourceKey(PageKind.LoadTest.name(), namespace, PageKind.name(name)))
                .<JsonNode>map(found -> found).orElse(MissingNode.getInstance());
        return call(() -> new RunReports(api).runs(namespace, name, test));
    }

    @Override
    public Optional<String> file(String namespace, String name, int run, String file) {
        PageKind.name(name);
        return call(() -> new RunReports(api).file(namespace, name, run, file));
    }

    @Override
    public ObjectNode predict(String namespace, String model, String ride) {
        PageKind.name(namespace);
        PageKind.name(model);
        String command = "kubectl port-forward -n %s service/%s %d:http & sleep 2; ".formatted(namespace, model, PORT)
                + PredictCommand.curl("http://localhost:" + PORT, ride);
        return call(() -> {
            ApiServer.Response response = api.post(
                    "/api/v1/namespaces/%s/services/%s:http/proxy/predict".formatted(namespace, model), ride,
                    LONGEST_PREDICTION);
            // The API server's own rejection, and not the model server's response.
            if (!response.isOk() && response.body().path("kind").asText().equals("Status")) {
                throw new PageError(response.status(), String.valueOf(response.error().getMessage()), command);
            }
            return JSON.createObjectNode().put("status", response.status()).put("body", response.text())
                    .put("command", command);
        });
    }

    @Override
    public void close() {
        shown.close();
        api.close();
    }
}
