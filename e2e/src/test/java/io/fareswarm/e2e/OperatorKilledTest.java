package io.fareswarm.e2e;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.Space;
import io.fareswarm.e2e.cluster.Target;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// Operators that end without a word change no result.
@Tag(Release.OWN)
@Order(1)
class OperatorKilledTest {
    private static final long SECONDS = 45;
    private static final Release DOOMED = new Release("doomed", "fareswarm-doomed");

    /// The leader ends in the middle of two runs, one of which has lost a worker; when another worker has taken up its part, all
    /// operators do.
    @Test
    void theLeaderAndThenAllOperatorsKilledMidRunLoseNothing() {
        Release.removeShared();
        try (Space whole = new Space("whole"); Space lossy = new Space("loss")) {
            DOOMED.installFor(List.of(whole, lossy));
            List<Target> targets = List.of(whole, lossy).parallelStream().map(space -> Target.in(space, DOOMED))
                    .toList();
            Target target = targets.getFirst();
            Target targetOfLoss = targets.getLast();
            whole.dev().apply(Manifest.loadTest("rush", Target.URL, Target.TASKS, "duration: " + SECONDS + "s"));
            lossy.dev().apply(Manifest.loadTest("rush", Target.URL, Target.TASKS, "duration: " + SECONDS + "s"));
            Asserts.sends(lossy, "rush");
            Asserts.kill(lossy, Asserts.workers(lossy, "rush").getFirst());
            WorkerLostTest.isShown(lossy, "rush");
            Asserts.sends(whole, "rush");

            String leader = DOOMED.leader();
            DOOMED.kill(List.of(leader));
            Until.holds(() -> assertThat(DOOMED.leader()).isNotEqualTo(leader));
            WorkerLostTest.isTakenUp(lossy, "rush");
            DOOMED.kill(DOOMED.operators());

            WorkerLostTest.countsToTheUnit(lossy, Asserts.ends(lossy, "rush"), targetOfLoss, SECONDS);
            JsonNode test = Asserts.ends(whole, "rush");
            assertThat(Asserts.requests(test)).isEqualTo(target.answered()).isEqualTo(2250);
            assertThat(Asserts.failures(test)).as(test.at("/status/result").toString()).isZero();
            assertThat(test.at("/status/workers/lost").asInt()).isZero();
            Asserts.hasVerdict(test, "Passed");
            Asserts.nothingIsLeftOfRuns(whole, "rush");
            DOOMED.uninstall();
        }
    }
}
