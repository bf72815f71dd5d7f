package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.WorkerState;

import static io.fareswarm.operator.run.Situation.running;
import static org.assertj.core.api.Assertions.assertThat;

/// Tests of workers that are lost during a run, and of their replacements.
class TakeoverTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /// A run of a minute that lost worker 1 after ten seconds.
    private static Situation lost() {
        return running("1m").after(SECOND.multipliedBy(10)).reported(0, 10, 100, 0).reported(1, 8, 100, 0)
                .ended(1, 0, "exited with status 137");
    }

    /// The same run, in which a replacement takes over at second 20.
    private static Situation takenOver() {
        return lost().decided().after(SECOND.multipliedBy(8)).successor(1).decided()
                .successor(1, WorkerState.Armed, 20);
    }

    private static Slice slice(RunDecision decision) {
        assertThat(decision).isInstanceOf(RunDecision.TakeOver.class);
        RunDecision.TakeOver takeOver = (RunDecision.TakeOver) decision;
        assertThat(takeOver.slices()).hasSize(1);
        return takeOver.slices().values().iterator().next();
    }

    private static String workersReady(RunDecision decision) {
        return Conditions.find(decision.status().conditions(), "WorkersReady").orElseThrow().message();
    }

    @Test
    void aReplacementIsCreatedWhenEnoughOfTheRunIsLeft() {
        RunDecision decision = lost().decide();
        assertThat(decision).isInstanceOfSatisfying(RunDecision.CreateWorkers.class,
                create -> assertThat(create.attempts()).containsExactly(new WorkerAttempt(1, 1)));
        assertThat(decision.status().phase()).isEqualTo(Phase.Running);
        assertThat(decision.status().workers()).isEqualTo(new WorkersStatus(2, 1, 1, 0, 2L));
        assertThat(workersReady(decision)).isEqualTo(
                "worker 1: exited with status 137; 2 worker-seconds are lost");
    }

    @Test
    void aWorkerThatBreaksTheProtocolIsLostAtOnceAndKilled() {
        Situation broken = running("60s").after(SECOND.multipliedBy(10)).reported(0, 10, 100, 0).reported(1, 8, 100, 0)
                .quarantined(1, "expected a response of at most 2 bytes, found 3");
        RunDecision decision = broken.decide();
        assertThat(decision).isInstanceOfSatisfying(RunDecision.KillWorkers.class,
                kill -> assertThat(kill.workers()).containsExactly("worker-1"));
        assertThat(workersReady(decision)).isEqualTo("worker 1: broke the worker protocol and is not called again: "
                + "expected a response of at most 2 bytes, found 3; 2 worker-seconds are lost");
    }

    @Test
    void aStrangerThatBreaksTheProtocolIsNamedAndKilledAndTheRunGoesOn() {
        Situation disturbed = running("60s").after(SECOND.multipliedBy(10)).reported(0, 10, 100, 0)
                .reported(1, 10, 100, 0).stranger(1, "expected JSON, found none");
        RunDecision decision = disturbed.decide();
        assertThat(decision).isInstanceOfSatisfying(RunDecision.KillWorkers.class,
                kill -> assertThat(kill.workers()).containsExactly("stranger-1"));
        assertThat(Conditions.find(decision.status().conditions(), "WorkersReady")).hasValueSatisfying(condition -> {
            assertThat(condition.status()).isEqualTo("True");
            assertThat(condition.reason()).isEqualTo("WorkerQuarantined");
            assertThat(condition.message()).isEqualTo(
                    "worker 1: broke the worker protocol and is not called again: expected JSON, found none");
        });
        assertThat(decision.status().workers()).isEqualTo(new WorkersStatus(2, 2, 0, 0, 0L));
    }

    @Test
    void inTheLastFifteenSecondsALostWorkerIsNotReplaced() {
        Situation late = lost().decided().after(SECOND.multipliedBy(35));
        assertThat(late.decide()).isInstanceOf(RunDecision.NoAction.class);
        assertThat(late.successor(1).decide()).isInstanceOf(RunDecision.NoAction.class);
    }

    @Test
    void aReplacementTakesOverFromASecondThatIsStillToCome() {
        RunDecision decision = lost().decided().after(Duration.ofMillis(8_400)).successor(1).decide();
        assertThat(decision).isInstanceOfSatisfying(RunDecision.TakeOver.class, takeOver -> {
            assertThat(takeOver.slices()).containsOnlyKeys("worker-1-1");
            assertThat(takeOver.barrier()).isEqualTo(Situation.START.plus(PreparingPhase.LEAD));
        });
        Slice slice = slice(decision);
        assertThat(slice.share().fromSecond()).isEqualTo(20);
        assertThat(slice.share().index()).isEqualTo(1);
        assertThat(slice.share().attempt()).isEqualTo(1);
        assertThat(slice.share().requestsBefore()).as("what worker 1 reported").isEqualTo(800);
    }

    @Test
    void aReplacementThatMissedItsSecondGetsALaterOne() {
        Situation missed = lost().decided().after(SECOND.multipliedBy(8)).successor(1).decided()
                .after(SECOND.multipliedBy(3)).successor(1, WorkerState.Sliced, 20);
        assertThat(slice(missed.decide()).share().fromSecond()).isEqualTo(23);
    }

    @Test
    void aReplacementThatTookOverIsCountedAndNothingMoreIsDone() {
        RunDecision decision = takenOver().decide();
        assertThat(decision).isInstanceOf(RunDecision.NoAction.class);
        assertThat(decision.status().workers()).isEqualTo(new WorkersStatus(2, 2, 1, 1, 10L));
        assertThat(Conditions.find(decision.status().conditions(), "WorkersReady").orElseThrow().status())
                .isEqualTo("True");
        assertThat(workersReady(decision)).isEqualTo("worker 1: exited with status 137, replaced from second 20 on; "
                + "10 worker-seconds are lost");
    }

    @Test
    void aReplacedWorkersReportsStillCountAndOnlyTheSecondsUntilTheTakeoverAreLost() {
        Situation over = takenOver().after(SECOND.multipliedBy(42)).reported(0, 60, 100, 0)
                .successorReported(1, 20, 40, 100).decided().with(0, WorkerState.Finished)
                .successor(1, WorkerState.Finished, 20);
        RunDecision decision = over.decide();
        assertThat(decision).isInstanceOf(RunDecision.StoreResult.class);
        LoadTestStatus status = decision.status();
        assertThat(Objects.requireNonNull(status.result()).requests()).isEqualTo(100 * (60 + 8 + 40));
        assertThat(status.workers()).isEqualTo(new WorkersStatus(2, 2, 1, 1, 12L));
        assertThat(status.verdict()).isEqualTo(Verdict.Invalid);
        assertThat(Conditions.find(status.conditions(), "ThresholdsPassed").orElseThrow().message())
                .contains("12 of 120 worker-seconds");
    }

    @Test
    void aLossOfOnePercentDoesNotMakeARunInvalid() {
        Situation over = running("20m").after(SECOND.multipliedBy(10)).reported(0, 10, 1, 0).reported(1, 8, 1, 0)
                .ended(1, 0, "exited with status 137").decided().successor(1, WorkerState.Armed, 20)
                .after(SECOND.multipliedBy(1190)).reported(0, 1200, 1, 0).successorReported(1, 20, 1180, 1).decided()
                .with(0, WorkerState.Finished).successor(1, WorkerState.Finished, 20);
        assertThat(over.decide().status().verdict()).isEqualTo(Verdict.Passed);
    }

    @Test
    void anUnresponsiveWorkerIsKilledBeforeAnotherTakesOver() {
        Situation hung = running("1m").after(SECOND.multipliedBy(20)).silent(1, Duration.ofSeconds(16));
        assertThat(hung.decide()).isInstanceOfSatisfying(RunDecision.KillWorkers.class, kill -> {
            assertThat(kill.workers()).containsExactly("worker-1");
            assertThat(kill.status().workers()).isEqualTo(new WorkersStatus(2, 1, 1, 0, 20L));
        });
        assertThat(hung.successor(1).decide()).as("it may still respond").isInstanceOf(RunDecision.KillWorkers.class);
        assertThat(hung.decided().ended(1, 0, "its pod was deleted").decide()).isInstanceOf(RunDecision.TakeOver.class);
    }

    @Test
    void anUnresponsiveWorkerThatRespondsBeforeItsTakeoverGoesOn() {
        Situation back = running("1m").after(SECOND.multipliedBy(20)).silent(1, Duration.ofSeconds(16)).decided()
                .with(1, WorkerState.Running).reported(1, 20, 100, 0);
        assertThat(back.decide()).isInstanceOf(RunDecision.NoAction.class);
        assertThat(back.decide().status().workers()).isEqualTo(new WorkersStatus(2, 2, 0, 0, 0L));
        assertThat(Conditions.find(back.decide().status().conditions(), "WorkersReady").orElseThrow())
                .satisfies(ready -> assertThat(List.of(ready.status(), ready.reason(), ready.message()))
                        .containsExactly("True", "AllReady", ""));
    }

    @Test
    void aWorkerThatFailedIsReplacedToo() {
        Situation broken = running("1m").after(SECOND.multipliedBy(10)).reported(0, 10, 100, 0).reported(1, 4, 100, 0)
                .failed(1, "out of memory");
        assertThat(broken.decide()).isInstanceOf(RunDecision.KillWorkers.class);
    }

    @Test
    void aLostReplacementIsReplacedOnceMoreAndThenRetriesAreExhausted() {
        Situation again = takenOver().after(SECOND.multipliedBy(5)).successorReported(1, 20, 2, 100)
                .successorEnded(1, "exited with status 137");
        RunDecision decision = again.decide();
        assertThat(decision).isInstanceOfSatisfying(RunDecision.CreateWorkers.class,
                create -> assertThat(create.attempts()).containsExactly(new WorkerAttempt(1, 2)));
        assertThat(decision.status().workers()).isEqualTo(new WorkersStatus(2, 1, 2, 1, 13L));
        assertThat(again.endedUnseen(1, 2).decide()).isInstanceOf(RunDecision.NoAction.class);
    }

    @Test
    void aRunWithoutAnyWorkerGoesOnWhileAReplacementMayStart() {
        Situation none = lost().ended(0, 0, "exited with status 137");
        RunDecision decision = none.decide();
        assertThat(decision).isInstanceOfSatisfying(RunDecision.CreateWorkers.class,
                create -> assertThat(create.attempts()).containsExactly(new WorkerAttempt(0, 1),
                        new WorkerAttempt(1, 1)));
        assertThat(none.decided().after(SECOND.multipliedBy(35)).decide()).isInstanceOf(RunDecision.StoreResult.class);
    }

    @Test
    void aRunWithoutAnyWorkerEndsAfterTheStartTimeout() {
        Situation none = running("1h").after(SECOND.multipliedBy(10)).ended(0, 0, "exited with status 137")
                .ended(1, 0, "exited with status 137").decided();
        assertThat(none.after(SECOND.multipliedBy(59)).decide()).isInstanceOf(RunDecision.CreateWorkers.class);
        assertThat(none.after(SECOND).decide()).isInstanceOf(RunDecision.StoreResult.class);
    }

    @Test
    void aStopReachesTheWorkersThatSendAndNoReplacementWithoutASlice() {
        assertThat(takenOver().stopRun(1).decide()).isInstanceOfSatisfying(RunDecision.StopWorkers.class,
                stop -> assertThat(stop.workers()).containsExactly("worker-0", "worker-1-1"));
        assertThat(lost().decided().successor(1).stopRun(1).decide()).isInstanceOfSatisfying(
                RunDecision.StopWorkers.class,
                stop -> assertThat(stop.workers()).containsExactly("worker-0"));
    }

    @Test
    void aWorkerThatMissedTheStartBarrierStartsLate() {
        Situation late = running("1m").with(1, WorkerState.Sliced).after(SECOND.multipliedBy(3));
        RunDecision decision = late.decide();
        assertThat(slice(decision).share().fromSecond()).isEqualTo(5);
        assertThat(slice(decision).share().attempt()).isZero();
        assertThat(decision.status().workers()).as("it exists and is missing")
                .isEqualTo(new WorkersStatus(2, 1, 0, 0, 3L));
        Situation takenOver = late.startedLate(1, 5).after(SECOND.multipliedBy(4)).reported(0, 7, 100, 0);
        assertThat(takenOver.decide().status().workers()).as("it replaces no other worker")
                .isEqualTo(new WorkersStatus(2, 2, 0, 0, 5L));
    }

    @Test
    void aWorkerThatHasNotRespondedToARestartedOperatorIsNotLost() {
        Situation restarted = running("1m").after(SECOND.multipliedBy(3)).created(1);
        assertThat(restarted.decide()).isInstanceOf(RunDecision.NoAction.class);
        assertThat(restarted.decide().status().workers()).isEqualTo(new WorkersStatus(2, 2, 0, 0, 0L));
        Situation both = restarted.created(0).after(SECOND.multipliedBy(50));
        assertThat(both.decide()).as("no worker is known to be lost").isInstanceOf(RunDecision.NoAction.class);
    }

    @Test
    void aReplacementSendsTheRemainingRequestsOfTheLostWorker() {
        Situation situation = running().requests(2_000).after(SECOND.multipliedBy(3)).reported(0, 3, 100, 0)
                .reported(1, 2, 100, 0).ended(1, 0, "exited with status 137").decided().successor(1);
        Slice slice = slice(situation.decide());
        assertThat(slice.timing().requests()).isEqualTo(2_000);
        assertThat(slice.share().requestsBefore()).isEqualTo(200);
    }

    @Test
    void anUnchangedObservationChangesNothing() {
        for (Situation situation : List.of(lost(), lost().decided().successor(1), takenOver(),
                takenOver().successorEnded(1, "exited with status 137"))) {
            LoadTestStatus written = situation.decided().status();
            assertThat(situation.after(Duration.ofMillis(1)).decide().status()).isEqualTo(written);
        }
    }
}
