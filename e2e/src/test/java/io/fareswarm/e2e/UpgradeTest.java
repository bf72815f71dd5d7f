package io.fareswarm.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.e2e.cluster.TargetServer;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// Scenario of an upgrade, an uninstall and a reinstall. Models, tests and CRDs stay.
@ExtendWith(SharedRelease.class)
@Isolated("it removes the release that all scenarios share")
@Order(3)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradeTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    @Order(1)
    void anUpgradeAppliesTheCrdsOfTheNewChart() throws IOException {
        Path chart = folder.resolve("fareswarm");
        try (Stream<Path> files = Files.walk(Release.chart())) {
            for (Path file : files.toList()) {
                Files.copy(file, chart.resolve(Release.chart().relativize(file)));
            }
        }
        Path crd = chart.resolve("files/crds/loadtests.fareswarm.io-v1.yml");
        Files.writeString(crd, Files.readString(crd).replaceFirst("(?m)^( +)historyLimit:$",
                "$1tomorrow:\n$1  type: string\n$1historyLimit:"));
        try (ScenarioNamespace namespace = new ScenarioNamespace("upgrade")) {
            String test = Manifest.loadTest("rush", "target: {model: none}", "tomorrow: x");
            assertThat(namespace.dev().attempt(test, "apply", "-f", "-").err())
                    .contains("unknown field \"spec.tomorrow\"");

            Release.SHARED.install(chart, Release.values());

            Until.holds(() -> assertThat(namespace.dev().attempt(test, "apply", "-f", "-").succeeded()).isTrue());
        }
    }

    @Test
    @Order(2)
    void anUninstallRemovesOnlyTheOperatorAndASecondReleaseFinishesTheRun() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("uninstall")) {
            TargetServer target = TargetServer.in(namespace);
            namespace.dev().apply(Manifest.model("taxi", Manifest.WEIGHTS));
            namespace.dev().await("Available", "fm/taxi");
            namespace.dev().apply(Manifest.loadTest("rush", TargetServer.URL, TargetServer.TASKS, "duration: 12s"));
            Asserts.awaitRequests(namespace, "rush");

            Release.removeShared();

            assertThat(namespace.admin().names("crds")).contains(
                    "customresourcedefinition.apiextensions.k8s.io/faremodels.fareswarm.io",
                    "customresourcedefinition.apiextensions.k8s.io/loadtests.fareswarm.io");
            assertServingWithoutAnOperator(namespace);
            // The workers finish the run without an operator: the target gets every due request.
            Until.holds(() -> assertThat(target.responses()).isEqualTo(600));
            // The uninstall removed the rights of users, so the administrator reads the status.
            assertThat(namespace.admin().get("loadtest", "rush").at("/status/phase").asText()).isEqualTo("Running");

            Release second = new Release("second", "fareswarm-second");
            second.createNamespace();
            second.install(Release.chart(), Stream.concat(Release.values().stream(), Stream.of("--take-ownership"))
                    .toList());

            Until.holds(() -> assertThat(namespace.dev().attempt("", "get", "loadtests").succeeded()).isTrue());
            JsonNode test = Asserts.awaitEnd(namespace, "rush");
            assertThat(Asserts.requests(test)).isEqualTo(target.responses());
            Asserts.assertVerdict(test, "Passed");
            second.uninstall();
        }
    }

    private static void assertServingWithoutAnOperator(ScenarioNamespace namespace) {
        // kubectl fails if the server's status is 400 or above.
        namespace.admin().run("get", "--raw", "/api/v1/namespaces/" + namespace.name()
                + "/services/taxi:80/proxy/health/ready");
        assertThat(namespace.admin().names("pods", "-l", "app.kubernetes.io/name=model-server")).hasSize(1);
    }
}
