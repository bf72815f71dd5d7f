package io.fareswarm.reconcile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.SuiteEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/// Tests the page of a cluster, as a user who may edit one namespace and as one who may view it. The page's process has no
/// rights of its own.
@SuppressWarnings("NullAway.Init")
class PageTest {
    private static final String[] NO_WORKERS = {RejectionTest.URL, RejectionTest.TASKS, "startTimeout: 1s"};

    private static TestNamespace team;
    private static TestNamespace other;
    private static PageProcess page;
    private static PageUser editor;
    private static PageUser viewer;

    @BeforeAll
    static void start() {
        team = TestNamespace.of("page");
        other = TestNamespace.of("other");
        page = PageProcess.inPod(team.name(), other.name());
        editor = page.user(token("editor", "system:aggregate-to-view", "system:aggregate-to-edit", "fareswarm-edit"));
        viewer = page.user(token("viewer", "system:aggregate-to-view", "fareswarm-view"));
    }

    @AfterAll
    static void stop() {
        page.close();
    }

    /// A token of a new user with roles in the team's namespace. No controller aggregates roles here.
    private static String token(String name, String... roles) {
        team.create(new ServiceAccountBuilder().withNewMetadata().withName(name).endMetadata().build());
        for (String role : roles) {
            team.create(new RoleBindingBuilder().withNewMetadata().withName(name + "-" + role.replace(":", "-"))
                    .endMetadata()
                    .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role).addNewSubject()
                    .withKind("ServiceAccount").withName(name).withNamespace(team.name()).endSubject().build());
        }
        return OperatorProcess.ADMIN.serviceAccounts().inNamespace(team.name()).withName(name)
                .tokenRequest(new TokenRequestBuilder().withNewSpec().withExpirationSeconds(3600L).endSpec().build())
                .getStatus().getToken();
    }

    private static String json(String manifest) {
        return Serialization.asJson(Serialization.unmarshal(manifest, JsonNode.class));
    }

    private static String loadTest(String name, TestNamespace space, String... fields) {
        return json(Manifest.loadTest(name, fields).replace("metadata: {name: " + name + "}",
                "metadata: {name: %s, namespace: %s}".formatted(name, space.name())));
    }

    @Test
    void aViewerSeesEachResourceAndItsChangesAndItsDeletion() {
        team.create(Manifest.loadTest("before", NO_WORKERS));
        try (PageUser.Events events = viewer.events()) {
            events.await("/type", "put", "/object/kind", "LoadTest", "/object/metadata/name", "before");
            team.create(Manifest.model("shown", "csv: {configMap: {name: missing, key: rides}}"));
            events.await("/type", "put", "/object/kind", "FareModel", "/object/metadata/name", "shown");
            events.await("/object/metadata/name", "before", "/object/status/phase", "Error");
            events.await("/kind", "LoadTest", "/name", "before", "/type", "Warning");

            team.patchLoadTest("before", Manifest.patch("historyLimit", 3));
            events.await("/object/metadata/name", "before", "/object/spec/historyLimit", "3");
            assertThat(events.received()).noneMatch(data -> data.at("/object/metadata").has("managedFields"));

            editor.send("DELETE", "api/resources/LoadTest/%s/before".formatted(team.name()), "");
            events.await("/type", "delete", "/object/metadata/name", "before");
        }
    }

    @Test
    void aTestThatAnEditorCreatesRunsAndItsReportCanBeRead() {
        try (PageUser.Events events = viewer.events()) {
            PageUser.Response created = editor.send("POST", "api/resources", loadTest("rush", team, NO_WORKERS));
            assertThat(created.status()).as(created.text()).isEqualTo(201);
            assertThat(created.body().at("/metadata/uid").asText()).isNotEmpty();
            events.await("/name", "rush", "/run", "1");
            PageUser.Response again = editor.send("PATCH", "api/resources/LoadTest/%s/rush".formatted(team.name()),
                    "{\"spec\":{\"run\":2}}");
            assertThat(again.status()).as(again.text()).isEqualTo(200);
            events.await("/name", "rush", "/run", "2");
        }

        String runs = "api/runs/%s/rush".formatted(team.name());
        JsonNode stored = viewer.get(runs).body().path("runs");
        assertThat(stored).extracting(run -> run.path("run").asInt()).containsExactly(2, 1);
        assertThat(stored.get(0).path("phase").asText()).isEqualTo("Error");
        assertThat(stored.get(0).path("files").toString()).contains("result.json", "series.json");
        assertThat(viewer.get(runs + "/1/result.json").body().at("/run/number").asInt()).isEqualTo(1);
        assertThat(viewer.get(runs + "/1/nothing.json").status()).isEqualTo(404);
    }

    @Test
    void aRunThatGoesOnIsFollowedInItsStatusAndInItsStoredSeries() throws IOException {
        HttpServer target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        target.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        target.start();
        try (SimulatedCluster node = new SimulatedCluster(team); PageUser.Events events = viewer.events()) {
            team.create(Manifest.loadTest("followed",
                    "target: {url: \"http://127.0.0.1:%d\"}".formatted(target.getAddress().getPort()),
                    "tasks: [{name: get, request: {path: /}}]", "duration: 1h"));
            List<SimulatedCluster.RunningPod> workers = node.startWorkers(team.await(Job.class, "followed-run-1"));
            TestNamespace.holds(() -> assertThat(events.received()).anyMatch(
                    data -> data.at("/object/status/live/heat/requests").isArray()));
            events.await("/name", "followed", "/run", "1");
            assertThat(team.loadTest("followed").at("/status/phase").asText()).isEqualTo("Running");
            JsonNode series = viewer.get("api/runs/%s/followed/1/series.json".formatted(team.name())).body();
            assertThat(series.path("windows")).isNotEmpty();
            assertThat(viewer.get("api/session").body().path("bucketsMs")).isEqualTo(series.path("bucketsMs"));
            team.patchLoadTest("followed", Manifest.patch("stopRun", 1));
            team.awaitPhase("followed", "Finished");
            workers.forEach(SimulatedCluster.RunningPod::scrape);
        } finally {
            target.stop(0);
        }
    }

    @Test
    void aViewersWritesAreRefusedInTheApiServersWords() {
        JsonNode session = viewer.get("api/session").body();
        assertThat(session.path("user").asText())
                .isEqualTo("system:serviceaccount:%s:viewer".formatted(team.name()));
        JsonNode access = session.path("access").path(team.name());
        for (String right : List.of("create", "edit", "delete", "predict")) {
            assertThat(access.path(right).path("allowed").asBoolean()).as(right).isFalse();
            assertThat(access.path(right).path("reason").asText()).as(right).contains("viewer", "cannot");
        }
        assertThat(editor.get("api/session").body().path("access").path(team.name()).findValuesAsText("allowed"))
                .containsOnly("true");

        PageUser.Response create = viewer.send("POST", "api/resources", loadTest("mine", team));
        assertThat(create.status()).isEqualTo(403);
        assertThat(create.body().path("message").asText()).contains("viewer", "cannot create resource \"loadtests\"");
        assertThat(viewer.send("POST", "api/validate", loadTest("mine", team)).status()).isEqualTo(403);
        PageUser.Response delete = viewer.send("DELETE", "api/resources/LoadTest/%s/mine".formatted(team.name()), "");
        assertThat(delete.body().path("message").asText()).contains("cannot delete resource \"loadtests\"");
        assertThat(team.list(io.fabric8.kubernetes.api.model.ConfigMap.class, "fareswarm.io/loadtest", "mine"))
                .isEmpty();
    }

    @Test
    void validationGivesTheApiServersCausesAndCreatesNothing() {
        String wrong = loadTest("wrong", team, "load: {users: {count: 0}}", "requests: 10");
        KubernetesClientException refused = catchThrowableOfType(KubernetesClientException.class,
                () -> OperatorProcess.ADMIN.resource(wrong).inNamespace(team.name()).dryRun(true).create());
        Set<String> expected = refused.getStatus().getDetails().getCauses().stream()
                .filter(cause -> !cause.getField().equals("<nil>") && !cause.getField().startsWith("."))
                .map(cause -> cause.getField() + ": " + cause.getMessage()).collect(Collectors.toSet());

        JsonNode check = editor.send("POST", "api/validate", wrong).body();

        assertThat(check.path("valid").asBoolean()).isFalse();
        assertThat(StreamSupport.stream(check.path("problems").spliterator(), false)
                .map(problem -> problem.path("path").asText() + ": " + problem.path("message").asText()))
                .containsExactlyInAnyOrderElementsOf(expected)
                .anyMatch(one -> one.startsWith("spec.load.users.count:"));
        assertThat(check.path("yaml").asText()).contains("LoadTest", "count: 0");

        JsonNode misspelt = editor.send("POST", "api/validate", loadTest("wrong", team, "warmpu: 1s")).body();
        assertThat(misspelt.at("/problems/0/path").asText()).isEqualTo("spec.warmpu");
        assertThat(editor.send("POST", "api/validate", loadTest("wrong", team)).body().path("valid").asBoolean())
                .isTrue();
        assertThat(editor.get("api/runs/%s/wrong".formatted(team.name())).body().path("runs")).isEmpty();
    }

    @Test
    void problemsStandAtTheSameFieldsAsOnThisMachine(@TempDir Path folder) throws IOException {
        Path valid = Files.writeString(folder.resolve("valid.yaml"), Manifest.loadTest("valid", NO_WORKERS));
        Map<String, String> different = new TreeMap<>();
        try (PageProcess local = PageProcess.ofThisMachine(valid);
                Stream<Path> manifests = Files.list(
                        SuiteEnvironment.root().resolve("crds/src/test/resources/manifests"))) {
            for (Path file : manifests.filter(one -> one.getFileName().toString().startsWith("invalid-loadtest-"))
                    .sorted().toList()) {
                JsonNode manifest = Serialization.unmarshal(Files.readString(file), JsonNode.class);
                if (manifest.path("metadata") instanceof ObjectNode metadata) {
                    metadata.put("namespace", team.name());
                    Set<String> here = paths(local.user(""), manifest);
                    Set<String> there = paths(editor, manifest);
                    if (!here.equals(there)) {
                        different.put(file.getFileName().toString(), "here %s, there %s".formatted(here, there));
                    }
                }
            }
        }
        assertThat(different).isEmpty();
    }

    /// Where the problems of a manifest are.
    private static Set<String> paths(PageUser user, JsonNode manifest) {
        JsonNode problems = user.send("POST", "api/validate", manifest.toString()).body().path("problems");
        return problems.valueStream().map(problem -> problem.path("path").asText()).collect(Collectors.toSet());
    }

    @Test
    void otherNamespacesAreNotSeen() {
        other.create(Manifest.loadTest("secret", NO_WORKERS));
        other.awaitPhase("secret", "Error");
        try (PageUser.Events events = editor.events()) {
            team.create(Manifest.loadTest("visible", NO_WORKERS));
            events.await("/object/metadata/name", "visible", "/object/status/phase", "Error");
            assertThat(events.received()).noneMatch(data -> data.toString().contains("secret"));
        }
        JsonNode session = editor.get("api/session").body();
        assertThat(session.path("namespaces")).extracting(JsonNode::asText).containsExactly(team.name());
        PageUser.Response runs = editor.get("api/runs/%s/secret".formatted(other.name()));
        assertThat(runs.status()).isEqualTo(403);
        assertThat(runs.body().path("message").asText()).contains("cannot list resource \"configmaps\"");
        assertThat(editor.send("POST", "api/resources", loadTest("mine", other)).status()).isEqualTo(403);
    }

    @Test
    void aMissingOrWrongTokenIsRejected() {
        for (String token : List.of("", "wrong")) {
            for (String call : List.of("api/session", "api/stream", "api/runs/%s/rush".formatted(team.name()))) {
                assertThat(page.user(token).get(call).status()).as(call).isEqualTo(401);
            }
            assertThat(page.user(token).send("POST", "api/resources", loadTest("mine", team)).status()).isEqualTo(401);
        }
        assertThat(page.user("").get("").text()).contains("<script");
    }

    @Test
    void aPredictionThatTheUserMayNotMakeComesWithACommandForATerminal() {
        team.create(new ServiceBuilder().withNewMetadata().withName("taxi").endMetadata().withNewSpec().addNewPort()
                .withName("http").withPort(80).endPort().endSpec().build());
        String path = "api/predict/%s/taxi".formatted(team.name());

        PageUser.Response refused = viewer.send("POST", path, "{\"pickup_longitude\":-73.9}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body().path("message").asText()).contains("cannot create resource \"services/proxy\"");
        assertThat(refused.body().path("command").asText()).contains(
                "kubectl port-forward -n %s service/taxi".formatted(team.name()), "curl",
                "{\"pickup_longitude\":-73.9}");

        PageUser.Response unreachable = editor.send("POST", path, "{}");
        assertThat(unreachable.status()).as("no controller makes the Service's endpoints here").isEqualTo(404);
        assertThat(unreachable.body().path("message").asText()).contains("taxi");
        assertThat(unreachable.body().path("command").asText()).contains("service/taxi");
    }

    @Test
    void theCommandLineShowsTheClusterOfAKubeconfigWithoutAToken() {
        team.create(Manifest.loadTest("listed", NO_WORKERS));
        try (PageProcess local = PageProcess.ofKubeconfig(Path.of(System.getenv("KUBECONFIG")));
                PageUser.Events events = local.user("").events()) {
            events.await("/object/metadata/name", "listed", "/object/metadata/namespace", team.name());
            JsonNode session = local.user("").get("api/session").body();
            assertThat(session.path("mode").asText()).isEqualTo("cluster");
            assertThat(session.path("user").asText()).isNotEmpty();
            assertThat(session.path("namespaces")).extracting(JsonNode::asText).contains(team.name(), other.name());
        }
    }
}
