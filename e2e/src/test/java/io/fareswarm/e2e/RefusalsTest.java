package io.fareswarm.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.Space;
import io.fareswarm.e2e.cluster.Target;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// What the cluster refuses appears in the test, in the cluster's words, and the test gives up in time.
class RefusalsTest {
    @BeforeAll
    static void installed() {
        Release.shared();
    }

    @Test
    void aQuotaThatRefusesWorkersIsTold() {
        try (Space space = new Space("quota")) {
            Target.in(space);
            space.admin().run("create", "quota", "few", "--hard=pods=1");
            Until.holds(() -> assertThat(space.admin().get("quota", "few").at("/status/used/pods").asText())
                    .isEqualTo("1"));
            isToldAndGivenUp(space, "workers: {count: 2}", "exceeded quota: few");
        }
    }

    @Test
    void podSecurityThatRefusesWorkersIsTold() {
        try (Space space = new Space("security")) {
            Target.in(space);
            isToldAndGivenUp(space, "workers: {count: 2, pod: {annotations:"
                    + " {container.apparmor.security.beta.kubernetes.io/worker: unconfined}}}",
                    "violates PodSecurity \"restricted:latest\"");
        }
    }

    @Test
    void aServerThatTakesNoJobIsTold() {
        try (Space space = new Space("jobs")) {
            Target.in(space);
            space.admin().run("create", "quota", "none", "--hard=count/jobs.batch=0");
            Until.holds(() -> assertThat(space.admin().get("quota", "none").at("/status/hard").isEmpty()).isFalse());
            isToldAndGivenUp(space, "workers: {count: 2}", "exceeded quota: none");
        }
    }

    @Test
    void aTrainingThatTheServerDoesNotTakeIsToldAndMadeOnceItDoes() {
        try (Space space = new Space("training")) {
            space.dev().apply(Manifest.model("taxi",
                    Manifest.WEIGHTS + ", resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}"));
            Until.holds(() -> {
                JsonNode model = space.dev().get("fm", "taxi");
                assertThat(Asserts.reason(model, "Trained")).isEqualTo("TrainingBlocked");
                assertThat(Asserts.message(model, "Trained"))
                        .contains("must be less than or equal to memory limit");
            });

            space.dev().run("patch", "fm", "taxi", "--type=merge", "-p",
                    Manifest.patch("training", "{\"resources\":{\"requests\":{\"memory\":\"128Mi\"}}}"));

            space.dev().await("Available", "fm/taxi");
        }
    }

    @Test
    void workersThatNoNodeTakesAreTold() {
        try (Space space = new Space("nowhere")) {
            Target.in(space);
            isToldAndGivenUp(space, "workers: {count: 2, pod: {nodeSelector: {disk: none}}}",
                    "didn't match Pod's node affinity/selector");
        }
    }

    @Test
    void aTargetElsewhereIsRefused() {
        try (Space space = new Space("elsewhere")) {
            space.dev().apply(Manifest.loadTest("rush", "target: {url: \"http://target.other.svc\"}", Target.TASKS));
            JsonNode test = Asserts.ends(space, "rush");
            assertThat(test.at("/status/phase").asText()).isEqualTo("Error");
            assertThat(Asserts.message(test, "Complete"))
                    .contains("spec.target.url: expected a Service of namespace " + space.name())
                    .contains("found target.other.svc");
        }
    }

    private static void isToldAndGivenUp(Space space, String workers, String words) {
        space.dev().apply(Manifest.loadTest("rush", Target.URL, Target.TASKS, workers, "startTimeout: 10s"));
        Until.holds(() -> assertThat(Asserts.message(Asserts.loadTest(space, "rush"), "WorkersReady"))
                .contains(words));
        JsonNode test = Asserts.ends(space, "rush");
        assertThat(test.at("/status/phase").asText()).isEqualTo("Error");
        assertThat(Asserts.reason(test, "Complete")).isEqualTo("StartTimeout");
        assertThat(Asserts.message(test, "Complete")).contains("expected 2 ready workers within 10s, found 0")
                .contains(words);
        Asserts.nothingIsLeftOfRuns(space, "rush");
    }
}
