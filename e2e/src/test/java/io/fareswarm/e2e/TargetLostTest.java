package io.fareswarm.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.Space;
import io.fareswarm.e2e.cluster.Target;

import static org.assertj.core.api.Assertions.assertThat;

/// A target that ends in the middle of a run: each request that was sent is an answer or a failure.
@Order(8)
class TargetLostTest {
    /// Requests that are due in 10 s, at 50 a second.
    private static final long SENT = 500;

    @BeforeAll
    static void installed() {
        Release.shared();
    }

    @Test
    void eachRequestToATargetKilledMidRunIsAnAnswerOrAFailure() {
        try (Space space = new Space("target")) {
            Target target = Target.in(space);
            space.dev().apply(Manifest.loadTest("rush", "target: {url: http://target, timeout: 2s}", Target.TASKS,
                    "duration: 10s", "thresholds: [{name: errors, failureRatio: {max: 1%}}]"));
            Asserts.sends(space, "rush");
            long answered = target.answered();

            Asserts.kill(space, "pod/target");
            JsonNode test = Asserts.ends(space, "rush");

            long failures = Asserts.failures(test);
            assertThat(Asserts.requests(test)).isEqualTo(SENT);
            assertThat(failures).isPositive().isLessThanOrEqualTo(SENT - answered);
            long told = 0;
            for (JsonNode error : test.at("/status/result/errors")) {
                told += error.path("count").asLong();
            }
            assertThat(told).isEqualTo(failures);
            Asserts.hasVerdict(test, "Failed");
            assertThat(Asserts.message(test, "ThresholdsPassed")).contains("errors");
            assertThat(test.at("/status/workers/lost").asInt()).isZero();
        }
    }
}
