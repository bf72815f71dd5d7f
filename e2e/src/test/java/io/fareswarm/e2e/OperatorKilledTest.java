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
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// Operators that end without a word change no result.
@Isolated("it ends the operators that all scenarios share")
@Order(1)
class OperatorKilledTest {
    private static final long SECONDS = 45;

    @BeforeAll
    static void installed() {
        Release.shared();
    }

    /// The leader ends in the middle of two runs, one of which has lost a worker; when another worker has taken up its part, all
    /// operators do.
    @Test
    void theLeaderAndThenAllOperatorsKilledMidRunLoseNothing() {
        try (Space whole = new Space("whole"); Space lossy = new Space("loss")) {
            Target target = Target.in(whole);
            Target targetOfLoss = Target.in(lossy);
            whole.dev().apply(Manifest.loadTest("rush", Target.URL, Target.TASKS, "duration: " + SECONDS + "s"));
            lossy.dev().apply(Manifest.loadTest("rush", Target.URL, Target.TASKS, "duration: " + SECONDS + "s"));
            Asserts.sends(lossy, "rush");
            Asserts.kill(lossy, Asserts.workers(lossy, "rush").getFirst());
            WorkerLostTest.isShown(lossy, "rush");
            Asserts.sends(whole, "rush");

            String leader = Release.SHARED.leader();
            Release.SHARED.kill(List.of(leader));
            Until.holds(() -> assertThat(Release.SHARED.leader()).isNotEqualTo(leader));
            WorkerLostTest.isTakenUp(lossy, "rush");
            Release.SHARED.kill(Release.SHARED.operators());

            WorkerLostTest.countsToTheUnit(lossy, Asserts.ends(lossy, "rush"), targetOfLoss, SECONDS);
            JsonNode test = Asserts.ends(whole, "rush");
            assertThat(Asserts.requests(test)).isEqualTo(target.answered()).isEqualTo(2250);
            assertThat(Asserts.failures(test)).as(test.at("/status/result").toString()).isZero();
            assertThat(test.at("/status/workers/lost").asInt()).isZero();
            Asserts.hasVerdict(test, "Passed");
            Asserts.nothingIsLeftOfRuns(whole, "rush");
        }
    }
}
