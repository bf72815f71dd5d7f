package io.fareswarm.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Place;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.Space;
import io.fareswarm.e2e.cluster.Target;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// A worker that ends without a word: its loss is shown, what it reported counts, and nobody believes the rest.
class WorkerLostTest {
    /// What the worker that stays sends in 15 s, of 50 requests a second.
    private static final long OTHERS = 375;

    @BeforeAll
    static void installed() {
        Release.shared();
    }

    @Test
    void aWorkerKilledMidRunIsShownAndTheRunEndsInvalid() {
        try (Space space = new Space("worker")) {
            Target target = Target.in(space);
            space.dev().apply(Manifest.loadTest("rush", Target.URL, Target.TASKS, "duration: 15s"));
            Asserts.sends(space, "rush");

            Asserts.kill(space, Asserts.workers(space, "rush").getFirst());

            isShown(space, "rush");
            JsonNode test = Asserts.ends(space, "rush");
            isInvalidWithWhatWasReported(test, target);
            Until.holds(() -> assertThat(space.dev().run("events", "--for", "loadtest/rush")).contains("WorkerLost"));
            if (Place.prometheus().isPresent()) {
                JsonNode agrees = Kubectl.condition(test, "PrometheusAgrees");
                assertThat(agrees.path("status").asText()).isEqualTo("Unknown");
                assertThat(agrees.path("reason").asText()).isEqualTo("NoCount");
            }
            Asserts.nothingIsLeftOfRuns(space, "rush");
        }
    }

    static void isShown(Space space, String name) {
        Until.holds(() -> {
            JsonNode test = Asserts.loadTest(space, name);
            assertThat(test.at("/status/workers/lost").asInt()).isEqualTo(1);
            assertThat(Asserts.message(test, "WorkersReady")).matches("worker [01] .+");
        });
    }

    static void isInvalidWithWhatWasReported(JsonNode test, Target target) {
        assertThat(test.at("/status/phase").asText()).isEqualTo("Finished");
        assertThat(test.at("/status/workers/lost").asInt()).isEqualTo(1);
        assertThat(Asserts.verdict(test)).isEqualTo("Invalid");
        assertThat(Asserts.requests(test)).isGreaterThan(OTHERS).isLessThanOrEqualTo(target.answered());
        assertThat(Asserts.failures(test)).as(test.at("/status/result").toString()).isZero();
    }
}
