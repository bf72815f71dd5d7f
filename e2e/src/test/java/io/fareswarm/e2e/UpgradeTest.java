package io.fareswarm.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.Space;
import io.fareswarm.e2e.cluster.Target;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// Releases come and go; models, tests and their kinds stay.
@Isolated("it removes the release that all scenarios share")
@Order(3)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradeTest {
    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void installed() {
        Release.shared();
    }

    @Test
    @Order(1)
    void anUpgradeBringsTheChartsNewKinds() throws IOException {
        Path chart = folder.resolve("fareswarm");
        try (Stream<Path> files = Files.walk(Release.chart())) {
            for (Path file : files.toList()) {
                Files.copy(file, chart.resolve(Release.chart().relativize(file)));
            }
        }
        Path crd = chart.resolve("files/crds/loadtests.fareswarm.io-v1.yml");
        Files.writeString(crd, Files.readString(crd).replaceFirst("(?m)^( +)historyLimit:$",
                "$1tomorrow:\n$1  type: string\n$1historyLimit:"));
        try (Space space = new Space("upgrade")) {
            String test = Manifest.loadTest("rush", "target: {model: none}", "tomorrow: x");
            assertThat(space.dev().attempt(test, "apply", "-f", "-").err()).contains("unknown field \"spec.tomorrow\"");

            Release.SHARED.install(chart, Release.values());

            Until.holds(() -> assertThat(space.dev().attempt(test, "apply", "-f", "-").succeeded()).isTrue());
        }
    }

    @Test
    @Order(2)
    void anUninstallTakesOnlyTheOperatorAndASecondReleaseTakesOver() {
        try (Space space = new Space("uninstall")) {
            Target target = Target.in(space);
            space.dev().apply(Manifest.model("taxi", Manifest.WEIGHTS));
            space.dev().await("Available", "fm/taxi");
            space.dev().apply(Manifest.loadTest("rush", Target.URL, Target.TASKS, "duration: 12s"));
            Asserts.sends(space, "rush");

            Release.removeShared();

            assertThat(space.admin().names("crds")).contains(
                    "customresourcedefinition.apiextensions.k8s.io/faremodels.fareswarm.io",
                    "customresourcedefinition.apiextensions.k8s.io/loadtests.fareswarm.io");
            servesWithoutAnOperator(space);
            // The workers end their run by themselves: the target hears all that is due.
            Until.holds(() -> assertThat(target.answered()).isEqualTo(600));
            // The users' rights went with the release, the administrator's did not.
            assertThat(space.admin().get("loadtest", "rush").at("/status/phase").asText()).isEqualTo("Running");

            Release second = new Release("second", "fareswarm-second");
            second.createNamespace();
            second.install(Release.chart(), Stream.concat(Release.values().stream(), Stream.of("--take-ownership"))
                    .toList());

            Until.holds(() -> assertThat(space.dev().attempt("", "get", "loadtests").succeeded()).isTrue());
            JsonNode test = Asserts.ends(space, "rush");
            assertThat(Asserts.requests(test)).isEqualTo(target.answered());
            Asserts.hasVerdict(test, "Passed");
            second.uninstall();
        }
    }

    private static void servesWithoutAnOperator(Space space) {
        assertThat(space.admin().run("get", "--raw", "/api/v1/namespaces/" + space.name()
                + "/services/taxi:80/proxy/health/ready")).isNotNull();
        assertThat(space.admin().names("pods", "-l", "app.kubernetes.io/name=model-server")).hasSize(1);
    }
}
