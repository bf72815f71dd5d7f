package io.fareswarm.e2e;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.Space;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// A release for two namespaces has no right beyond them, and the loss of one of them does not stop the other.
@Tag(Release.OWN)
class NamespacedTest {
    private static final Release TEAM = new Release("team", "fareswarm-team");
    /// The labels of what a release makes for the cluster.
    private static final String OF_THE_TEAM = "app.kubernetes.io/instance=" + TEAM.name();

    @Test
    void aReleaseOfTwoNamespacesLivesOnWithOneOfThem() {
        Release.removeShared();
        try (Space a = new Space("a"); Space b = new Space("b")) {
            TEAM.installFor(List.of(a, b), "images.loadgen.tag=missing", "images.pullPolicy=Never");
            assertThat(a.admin().names("clusterroles,clusterrolebindings", "-l", OF_THE_TEAM)).isEmpty();
            a.dev().apply(Manifest.model("taxi", Manifest.WEIGHTS));
            b.dev().apply(Manifest.model("taxi", Manifest.WEIGHTS));
            a.dev().await("Available", "fm/taxi");
            b.dev().await("Available", "fm/taxi");

            b.admin().run("delete", "rolebinding", TEAM.fullName());
            a.dev().run("scale", "fm", "taxi", "--replicas=2");
            b.dev().run("scale", "fm", "taxi", "--replicas=2");

            a.dev().run("wait", "--for=jsonpath={.status.readyReplicas}=2", "--timeout=180s", "fm/taxi");
            isRefusedAnImage(a);
            startsAgainWithoutTheOther(a);
            JsonNode stopped = b.dev().get("fm", "taxi");
            assertThat(stopped.at("/status/replicas").asInt()).isEqualTo(1);
            TEAM.uninstall();
        }
    }

    /// The release was told of an image that does not exist.
    private static void isRefusedAnImage(Space space) {
        space.dev().apply(Manifest.loadTest("rush", "startTimeout: 10s"));
        Until.holds(() -> assertThat(Asserts.message(Asserts.loadTest(space, "rush"), "WorkersReady"))
                .contains("ErrImageNeverPull"));
        JsonNode test = Asserts.ends(space, "rush");
        assertThat(test.at("/status/phase").asText()).isEqualTo("Error");
        assertThat(Asserts.message(test, "Complete")).contains("ErrImageNeverPull");
    }

    /// Also a new operator, which never had the rights, is ready and works.
    private static void startsAgainWithoutTheOther(Space space) {
        TEAM.kubectl().run("rollout", "restart", "deployment/" + TEAM.fullName());
        TEAM.kubectl().run("rollout", "status", "deployment/" + TEAM.fullName(), "--timeout=180s");
        space.dev().run("scale", "fm", "taxi", "--replicas=1");
        Until.holds(() -> assertThat(Kubectl.condition(space.dev().get("fm", "taxi"), "Available").path("status")
                .asText()).isEqualTo("True"));
        space.dev().run("wait", "--for=jsonpath={.status.replicas}=1", "--timeout=180s", "fm/taxi");
    }
}
