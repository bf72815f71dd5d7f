package io.fareswarm.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.e2e.cluster.TargetServer;

import static org.assertj.core.api.Assertions.assertThat;

/// Kills the target in the middle of a run. Each request must count as a response or as a failure.
@ExtendWith(SharedRelease.class)
@Order(8)
class TargetLostTest {
    /// Number of requests that are due: 50 per second for 10 s.
    private static final long DUE = 500;

    @Test
    void eachRequestToATargetThatIsKilledIsAResponseOrAFailure() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("target")) {
            TargetServer target = Asserts.swarmed(namespace,
                    Manifest.loadTest("rush", "target: {url: http://target, timeout: 2s}", TargetServer.TASKS,
                            "duration: 10s", "thresholds: [{name: errors, failureRatio: {max: 1%}}]"));
            long responses = target.responses();

            Asserts.forceDelete(namespace, "pod/target");
            JsonNode test = Asserts.awaitEnd(namespace, "rush");

            long failures = Asserts.failures(test);
            assertThat(Asserts.requests(test)).isEqualTo(DUE);
            assertThat(failures).isPositive().isLessThanOrEqualTo(DUE - responses);
            long counted = 0;
            for (JsonNode error : test.at("/status/result/errors")) {
                counted += error.path("count").asLong();
            }
            assertThat(counted).isEqualTo(failures);
            Asserts.assertVerdict(test, "Failed");
            assertThat(Asserts.message(test, "ThresholdsPassed")).contains("errors");
            assertThat(test.at("/status/workers/lost").asInt()).isZero();
        }
    }
}
