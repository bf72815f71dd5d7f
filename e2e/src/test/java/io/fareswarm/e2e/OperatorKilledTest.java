package io.fareswarm.e2e;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.Space;
import io.fareswarm.e2e.cluster.Target;

import static org.assertj.core.api.Assertions.assertThat;

/// Operators that end without a word change no result.
@Isolated("it ends the operators that all scenarios share")
@Order(1)
class OperatorKilledTest {
    /// What the worker that stays sends in 15 s, of 50 requests a second.
    private static final long OTHERS = 375;

    @BeforeAll
    static void installed() {
        Release.shared();
    }

    @Test
    void theLeaderKilledMidRunLosesNothing() {
        losesNothing("leader", () -> List.of(Release.SHARED.leader()));
    }

    @Test
    void allOperatorsKilledMidRunLoseNothing() {
        losesNothing("operators", Release.SHARED::operators);
    }

    private static void losesNothing(String purpose, java.util.function.Supplier<List<String>> victims) {
        try (Space space = new Space(purpose)) {
            Target target = Target.in(space);
            space.dev().apply(Manifest.loadTest("rush", Target.URL, Target.TASKS, "duration: 10s"));
            Asserts.sends(space, "rush");

            Release.SHARED.kill(victims.get());
            JsonNode test = Asserts.ends(space, "rush");

            assertThat(Asserts.requests(test)).isEqualTo(target.answered()).isEqualTo(500);
            assertThat(Asserts.failures(test)).as(test.at("/status/result").toString()).isZero();
            assertThat(test.at("/status/workers/lost").asInt()).isZero();
            assertThat(Asserts.verdict(test)).isEqualTo("Passed");
            Asserts.nothingIsLeftOfRuns(space, "rush");
        }
    }

    @Test
    void aLostWorkersReportOutlivesTheOperator() {
        try (Space space = new Space("loss")) {
            Target target = Target.in(space);
            space.dev().apply(Manifest.loadTest("rush", Target.URL, Target.TASKS, "duration: 15s"));
            Asserts.sends(space, "rush");
            Asserts.kill(space, Asserts.workers(space, "rush").getFirst());
            WorkerLostTest.isShown(space, "rush");

            Release.SHARED.kill(Release.SHARED.operators());

            isInvalidWithWhatWasReported(Asserts.ends(space, "rush"), target);
        }
    }

    /// The run is too short for another worker.
    private static void isInvalidWithWhatWasReported(JsonNode test, Target target) {
        assertThat(test.at("/status/phase").asText()).isEqualTo("Finished");
        assertThat(test.at("/status/workers/lost").asInt()).isEqualTo(1);
        assertThat(test.at("/status/workers/restarted").asInt()).isZero();
        assertThat(Asserts.verdict(test)).isEqualTo("Invalid");
        assertThat(Asserts.requests(test)).isGreaterThan(OTHERS).isLessThanOrEqualTo(target.answered());
        assertThat(Asserts.failures(test)).as(test.at("/status/result").toString()).isZero();
    }

    @Test
    void aPartThatWasTakenUpOutlivesTheOperator() {
        try (Space space = new Space("taken-up")) {
            Target target = Target.in(space);
            space.dev().apply(Manifest.loadTest("rush", Target.URL, Target.TASKS, WorkerLostTest.LONG));
            Asserts.sends(space, "rush");
            Asserts.kill(space, Asserts.workers(space, "rush").getFirst());
            WorkerLostTest.isShown(space, "rush");
            Release.SHARED.kill(Release.SHARED.operators());
            WorkerLostTest.isTakenUp(space, "rush");

            Release.SHARED.kill(Release.SHARED.operators());

            WorkerLostTest.countsToTheUnit(space, Asserts.ends(space, "rush"), target);
        }
    }
}
