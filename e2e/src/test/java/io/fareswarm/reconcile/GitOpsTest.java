package io.fareswarm.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Command;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.SuiteEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests what GitOps tools conclude from FareModels and LoadTests in each state: the kstatus library, the health check for
/// Argo CD, and the commands for scripts in docs/gitops.md.
class GitOpsTest {
    private static final String DOCS = read(SuiteEnvironment.root().resolve("docs/gitops.md"));
    private static final String IN_PROGRESS = "InProgress Progressing";
    private static final String CURRENT = "Current Healthy";
    private static final String FAILED = "Failed Degraded";

    @SuppressWarnings("NullAway.Init")
    private static HttpServer target;
    @SuppressWarnings("NullAway.Init")
    private static Path model;
    @SuppressWarnings("NullAway.Init")
    private static Path test;

    @BeforeAll
    static void start() throws IOException {
        target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        target.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        target.start();
        ConfigMap argo = Serialization.unmarshal(blocks("yaml").filter(block -> block.contains("argocd-cm")).findFirst()
                .orElseThrow(), ConfigMap.class);
        model = script(argo, "FareModel");
        test = script(argo, "LoadTest");
    }

    @AfterAll
    static void stop() {
        target.stop(0);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> blocks(String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(DOCS).results()
                .map(block -> block.group(1));
    }

    private static Path script(ConfigMap argo, String kind) throws IOException {
        String lua = argo.getData().get("resource.customizations.health.fareswarm.io_" + kind);
        return Files.writeString(Programs.folder().resolve(kind + ".lua"), Objects.requireNonNull(lua));
    }

    /// The status by kstatus and the health in Argo CD, such as `Current Healthy`.
    private static String status(JsonNode object) {
        Path lua = object.path("kind").asText().equals("FareModel") ? model : test;
        return Command.run(object.toString(), List.of(Objects.requireNonNull(System.getenv("FARESWARM_GITOPS")),
                lua.toString())).output().strip();
    }

    private static void awaitStatus(TestNamespace space, String object, String expected) {
        TestNamespace.holds(() -> assertThat(status(find(space, object))).as(find(space, object).toString())
                .isEqualTo(expected));
    }

    private static JsonNode find(TestNamespace space, String object) {
        return object.equals("taxi") ? space.model(object) : space.loadTest(object);
    }

    /// Runs the commands of the docs with one of this test's objects.
    private static Command script(TestNamespace space, String words, String object) {
        String commands = blocks("sh").filter(block -> block.contains(words)).findFirst().orElseThrow()
                .replaceAll("loadtest/taxi-rush|faremodel/taxi", object)
                .replaceAll("kubectl wait", "kubectl --namespace " + space.name() + " wait");
        return Command.run("", List.of("sh", "-c", commands));
    }

    private static final String FOR_A_RUN = "condition=Complete";
    private static final String FOR_BOTH_KINDS = "condition=Stalled";

    private static String loadTest(String... more) {
        List<String> fields = new ArrayList<>(List.of(
                "target: {url: \"http://127.0.0.1:%d\"}".formatted(target.getAddress().getPort()),
                RejectionTest.TASKS, "duration: 2s"));
        fields.addAll(List.of(more));
        return Manifest.loadTest("rush", fields.toArray(String[]::new));
    }

    @Test
    void anObjectThatTheOperatorHasNotSeenIsInProgress() {
        TestNamespace space = TestNamespace.of("unseen");
        OperatorProcess.kill();
        try {
            space.create(Manifest.model("taxi", Manifest.WEIGHTS));
            space.create(loadTest());
            assertThat(status(space.model("taxi"))).isEqualTo(IN_PROGRESS);
            assertThat(status(space.loadTest("rush"))).isEqualTo(IN_PROGRESS);
        } finally {
            OperatorProcess.restart();
        }
    }

    @Test
    void aModelIsInProgressUntilItIsServedAndFailedAfterAFailedTraining() {
        TestNamespace space = TestNamespace.of("model");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(Manifest.model("taxi", Manifest.SYNTHETIC));
            space.await(Job.class, "taxi-train-1");
            awaitStatus(space, "taxi", IN_PROGRESS);
            ModelTest.trainAndServe(space, node, 1);
            awaitStatus(space, "taxi", CURRENT);
            assertThat(script(space, FOR_BOTH_KINDS, "faremodel/taxi").status()).isZero();

            space.patchModel("taxi", Manifest.patch("training", "{\"run\":2}"));
            assertThat(status(space.model("taxi"))).isEqualTo(IN_PROGRESS);
            Job second = space.await(Job.class, "taxi-train-2");
            awaitStatus(space, "taxi", IN_PROGRESS);
            node.fail(second, "Job has reached the specified backoff limit");
            awaitStatus(space, "taxi", FAILED);
            assertThat(script(space, FOR_BOTH_KINDS, "faremodel/taxi").status()).isEqualTo(1);
        }
    }

    @Test
    void aRunIsInProgressUntilItHasPassedAndTheNextOneIsInProgressAgain() {
        TestNamespace space = TestNamespace.of("passed");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(loadTest());
            Job job = space.await(Job.class, "rush-run-1");
            awaitStatus(space, "rush", IN_PROGRESS);
            node.startWorkers(job);
            space.awaitPhase("rush", "Running");
            assertThat(status(space.loadTest("rush"))).isEqualTo(IN_PROGRESS);

            assertThat(script(space, FOR_A_RUN, "loadtest/rush").status()).isZero();
            assertThat(status(space.loadTest("rush"))).isEqualTo(CURRENT);
            assertThat(script(space, FOR_BOTH_KINDS, "loadtest/rush").status()).isZero();

            space.patchLoadTest("rush", Manifest.patch("run", 2));
            assertThat(status(space.loadTest("rush"))).isEqualTo(IN_PROGRESS);
            space.await(Job.class, "rush-run-2");
            awaitStatus(space, "rush", IN_PROGRESS);
        }
    }

    @Test
    void aRunThatFailedIsFailedAndAScriptEndsAtOnce() {
        TestNamespace space = TestNamespace.of("failed");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(loadTest("thresholds: [{name: many, requests: {min: 1000000}}]"));
            node.startWorkers(space.await(Job.class, "rush-run-1"));

            assertThat(script(space, FOR_A_RUN, "loadtest/rush").status()).isEqualTo(1);
            assertThat(space.loadTest("rush").at("/status/verdict").asText()).isEqualTo("Failed");
            assertThat(status(space.loadTest("rush"))).isEqualTo(FAILED);
            assertThat(script(space, FOR_BOTH_KINDS, "loadtest/rush").status()).isEqualTo(1);
        }
    }

    @Test
    void aRunThatIsStoppedBeforeItsStartAndOneThatCannotStartAreFailed() {
        TestNamespace space = TestNamespace.of("stalled");
        space.create(loadTest("stopRun: 1"));
        awaitStatus(space, "rush", FAILED);
        assertThat(space.loadTest("rush").at("/status/verdict").asText()).isEqualTo("Invalid");

        space.patchLoadTest("rush", "{\"spec\":{\"run\":2,\"startTimeout\":\"1s\"}}");
        space.awaitPhase("rush", "Error");
        assertThat(status(space.loadTest("rush"))).isEqualTo(FAILED);
        assertThat(script(space, FOR_A_RUN, "loadtest/rush").status()).isEqualTo(1);
    }

    @Test
    void aRunWhoseModelIsMissingIsInProgress() {
        TestNamespace space = TestNamespace.of("pending");
        space.create(Manifest.loadTest("rush"));
        space.awaitMessage("rush", "Ready", "FareModel taxi does not exist");
        assertThat(status(space.loadTest("rush"))).isEqualTo(IN_PROGRESS);
    }

    @Test
    void columnsShowFourSignificantDigitsAndTheStatusTheExactFigures() {
        TestNamespace space = TestNamespace.of("columns");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(Manifest.model("taxi", "synthetic: {rows: 1000}"));
            node.train(space.await(Job.class, "taxi-train-1"));
            space.awaitModelReason("taxi", "Trained", "Trained");
            double exact = space.model("taxi").at("/status/model/rmse").asDouble();
            String row = Command.run("", List.of("kubectl", "--namespace", space.name(), "get", "fm")).output();
            assertThat(Double.toString(exact).length()).isGreaterThan(8);
            assertThat(row).doesNotContain(Double.toString(exact)).containsPattern("RMSE +R2 +AGE");
            String shown = space.model("taxi").at("/status/columns/rmse").asText();
            assertThat(row).contains(" " + shown + " ");
            assertThat(shown).hasSize(5);
            assertThat(Double.parseDouble(shown)).isCloseTo(exact, Percentage.withPercentage(0.05));
        }
    }
}
