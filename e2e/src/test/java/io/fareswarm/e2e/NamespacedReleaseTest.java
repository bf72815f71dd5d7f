package io.fareswarm.e2e;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// Scenario of a release for two namespaces: it has no rights in others, and losing its rights in one does not affect
/// the other.
@Tag(Release.OWN)
class NamespacedReleaseTest {
    private static final Release TEAM = new Release("team", "fareswarm-team");
    /// Label selector of the release's objects.
    private static final String TEAM_LABEL = "app.kubernetes.io/instance=" + TEAM.name();

    @Test
    void aReleaseThatLosesItsRightsInOneNamespaceStillWorksInTheOther() {
        Release.removeShared();
        try (ScenarioNamespace a = new ScenarioNamespace("a"); ScenarioNamespace b = new ScenarioNamespace("b")) {
            TEAM.installFor(List.of(a, b), "images.loadgen.tag=missing", "images.pullPolicy=Never");
            assertThat(a.admin().names("clusterroles,clusterrolebindings", "-l", TEAM_LABEL)).isEmpty();
            a.dev().apply(Manifest.model("taxi", Manifest.WEIGHTS));
            b.dev().apply(Manifest.model("taxi", Manifest.WEIGHTS));
            a.dev().await("Available", "fm/taxi");
            b.dev().await("Available", "fm/taxi");

            b.admin().run("delete", "rolebinding", TEAM.fullName());
            a.dev().run("scale", "fm", "taxi", "--replicas=2");
            b.dev().run("scale", "fm", "taxi", "--replicas=2");

            a.dev().run("wait", "--for=jsonpath={.status.readyReplicas}=2", "--timeout=180s", "fm/taxi");
            assertMissingImageIsReported(a);
            assertARestartedOperatorWorks(a);
            JsonNode stopped = b.dev().get("fm", "taxi");
            assertThat(stopped.at("/status/replicas").asInt()).isEqualTo(1);
            TEAM.uninstall();
        }
    }

    /// Asserts that a missing image is reported. The release is installed with a worker image that does not exist.
    private static void assertMissingImageIsReported(ScenarioNamespace namespace) {
        namespace.dev().apply(Manifest.loadTest("rush", "startTimeout: 10s"));
        Until.holds(() -> assertThat(Asserts.message(Asserts.loadTest(namespace, "rush"), "WorkersReady"))
                .contains("ErrImageNeverPull"));
        JsonNode test = Asserts.awaitEnd(namespace, "rush");
        assertThat(test.at("/status/phase").asText()).isEqualTo("Error");
        assertThat(Asserts.message(test, "Complete")).contains("ErrImageNeverPull");
    }

    /// Asserts that a new operator, which never had the rights in the other namespace, becomes ready and works.
    private static void assertARestartedOperatorWorks(ScenarioNamespace namespace) {
        TEAM.kubectl().run("rollout", "restart", "deployment/" + TEAM.fullName());
        TEAM.kubectl().run("rollout", "status", "deployment/" + TEAM.fullName(), "--timeout=180s");
        namespace.dev().run("scale", "fm", "taxi", "--replicas=1");
        Until.holds(() -> assertThat(Kubectl.condition(namespace.dev().get("fm", "taxi"), "Available").path("status")
                .asText()).isEqualTo("True"));
        namespace.dev().run("wait", "--for=jsonpath={.status.replicas}=1", "--timeout=180s", "fm/taxi");
    }
}
