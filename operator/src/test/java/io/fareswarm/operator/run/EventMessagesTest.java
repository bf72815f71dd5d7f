package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.Condition;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.Run;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;
import io.fareswarm.operator.conditions.ResourceEvent;
import io.fareswarm.protocol.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

class EventMessagesTest {
    static LoadTestStatus status(int run, Phase phase, @Nullable Verdict verdict, int lost,
            Condition... conditions) {
        return new LoadTestStatus(1L, phase, verdict, new Run(run, 42), null,
                new WorkersStatus(2, 2 - lost, lost, 0, 0L), null, null, List.of(conditions), null, null, null);
    }

    static Condition condition(String type, String status, String reason, String message) {
        return new Condition(type, status, reason, message, "2026-01-01T10:00:00Z", 1);
    }

    @Test
    void eachPhaseOfARunGivesOneEvent() {
        LoadTestStatus running = status(1, Phase.Running, null, 0);
        assertThat(EventMessages.between(status(1, Phase.Preparing, null, 0), running))
                .extracting(ResourceEvent::reason)
                .containsExactly("Running");
        assertThat(EventMessages.between(running, running)).isEmpty();
        assertThat(EventMessages.between(null, running)).hasSize(1);
    }

    @Test
    void aVerdictThatIsNotPassedIsAWarningAndSaysWhy() {
        LoadTestStatus failed = status(1, Phase.Finished, Verdict.Failed, 0,
                condition("ThresholdsPassed", "False", "SomeFailed", "p99"));
        assertThat(EventMessages.between(status(1, Phase.Finishing, null, 0), failed))
                .containsExactly(new ResourceEvent(true, "Failed", "run 1: 0 requests, p99"));
    }

    @Test
    void aLostWorkerIsAWarning() {
        LoadTestStatus lost = status(1, Phase.Running, null, 1,
                condition("WorkersReady", "False", "WorkerLost", "worker 1 its pod was deleted"));
        assertThat(EventMessages.between(status(1, Phase.Running, null, 0), lost))
                .containsExactly(new ResourceEvent(true, "WorkerLost", "worker 1 its pod was deleted"));
    }

    @Test
    void aQuarantinedWorkerIsAWarningOnce() {
        LoadTestStatus before = status(1, Phase.Preparing, null, 0);
        LoadTestStatus after = status(1, Phase.Preparing, null, 0,
                condition("WorkersReady", "False", "WorkerQuarantined", "worker 0: broke the worker protocol"));
        assertThat(EventMessages.between(before, after)).containsExactly(
                new ResourceEvent(true, "WorkerQuarantined", "worker 0: broke the worker protocol"));
        assertThat(EventMessages.between(after, after)).isEmpty();
    }

    @Test
    void theNextRunIsAnEventEvenInTheSamePhase() {
        assertThat(EventMessages.between(status(1, Phase.Pending, null, 0), status(2, Phase.Pending, null, 0)))
                .hasSize(1);
    }

    @Test
    void noEventSaysTheSameWordTwiceInARow() {
        List<RunDecision> life = List.of(Situation.fresh().decide(),
                Situation.fresh().target(new TargetView.NotReady("FareModel taxi is not available")).decide(),
                Situation.running().decide(), Situation.running().after(Duration.ofSeconds(10)).decide(),
                Situation.running().after(Duration.ofSeconds(10)).decided().reported(0, 10, 100, 0)
                        .with(0, WorkerState.Finished).unseen(1).decide(),
                Situation.fresh().decided().withProblem(0, "no image").after(Duration.ofMinutes(1)).decide());
        assertThat(life).flatExtracting(decision -> EventMessages.between(null, decision.status())).hasSize(6)
                .allSatisfy(event -> {
                    String text = event.reason() + " " + event.message();
                    assertThat(event.message()).isNotBlank();
                    assertThat(text).doesNotContainPattern("(?i)\\b(\\w+)\\W+\\1\\b");
                });
    }
}
