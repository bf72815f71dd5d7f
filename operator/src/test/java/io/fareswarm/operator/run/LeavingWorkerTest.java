package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.Condition;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus.Leaving;

import static io.fareswarm.operator.run.Situation.running;
import static org.assertj.core.api.Assertions.assertThat;

/// Tests of workers that leave during a run because their pods are evicted.
class LeavingWorkerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final WorkersStatus WHOLE = new WorkersStatus(2, 2, 0, 0, 0L);

    /// A run of a minute at second 10, in which both workers report each second, and in which worker 1 leaves.
    private static Situation leaving() {
        return at(10).leaving(1, 55);
    }

    private static Situation at(int second) {
        return running("1m").after(SECOND.multipliedBy(second)).reported(0, second, 100, 0).reported(1, second, 100, 0);
    }

    /// The same run at second 20, when the successor has received that it begins at second 22.
    private static Situation handingOver() {
        return leaving().decided().after(SECOND.multipliedBy(10)).reported(0, 20, 100, 0).reported(1, 20, 100, 0)
                .handingOver(1, 22).successor(1, WorkerState.Armed, 22);
    }

    /// The same run at second 24, when worker 1 has left.
    private static Situation left() {
        return handingOver().decided().after(SECOND.multipliedBy(4)).reported(0, 24, 100, 0).reported(1, 22, 100, 0)
                .left(1, new Leaving(22L, true)).successorReported(1, 22, 2, 100);
    }

    private static Slice.Share share(RunDecision.TakeOver takeOver, String worker) {
        return Objects.requireNonNull(takeOver.slices().get(worker)).share();
    }

    private static Condition workersReady(RunDecision decision) {
        return Conditions.find(decision.status().conditions(), "WorkersReady").orElseThrow();
    }

    @Test
    void aLeavingWorkerIsNotLostAndAnotherOneIsCreated() {
        RunDecision decision = leaving().decide();
        assertThat(decision).isInstanceOfSatisfying(RunDecision.CreateWorkers.class,
                create -> assertThat(create.attempts()).containsExactly(new WorkerAttempt(1, 1)));
        assertThat(decision.status().workers()).isEqualTo(WHOLE);
        assertThat(workersReady(decision).status()).isEqualTo("True");
        assertThat(workersReady(decision).reason()).isEqualTo("WorkerLeaving");
        assertThat(workersReady(decision).message())
                .isEqualTo("worker 1: is leaving, and sends until another worker takes over");
    }

    @Test
    void aReadySuccessorBeginsAtTheSecondAtWhichTheLeavingWorkerHasToStop() {
        assertThat(leaving().decided().successor(1).decide()).isInstanceOfSatisfying(RunDecision.TakeOver.class,
                takeOver -> {
                    assertThat(takeOver.slices()).containsOnlyKeys("worker-1-1");
                    assertThat(share(takeOver, "worker-1-1").fromSecond()).isEqualTo(12);
                    assertThat(takeOver.leaving()).containsExactly(
                            Map.entry("worker-1-1", "worker-1"));
                });
    }

    @Test
    void duringTheHandoverBothWorkersAreReadAndNoSecondIsLost() {
        RunDecision decision = handingOver().decide();
        assertThat(decision).isInstanceOf(RunDecision.NoAction.class);
        assertThat(decision.status().workers()).isEqualTo(new WorkersStatus(2, 2, 0, 1, 0L));
        assertThat(workersReady(decision).reason()).isEqualTo("WorkerReplaced");
        assertThat(workersReady(decision).message()).isEqualTo("worker 1: left, replaced from second 22 on");
        Situation behind = handingOver().decided().after(SECOND.multipliedBy(5));
        assertThat(behind.decide().status().workers()).as("the last seconds are read late")
                .isEqualTo(new WorkersStatus(2, 2, 0, 1, 0L));
    }

    @Test
    void aWorkerThatLeftIsStoredThenReleasedOnceAndTheRunGoesOn() {
        assertThat(left().notStored(1).decide()).isInstanceOfSatisfying(RunDecision.StoreProgress.class,
                store -> assertThat(store.workers()).containsExactly("worker-1"));
        assertThat(left().decide()).isInstanceOfSatisfying(RunDecision.ReleaseWorkers.class,
                release -> assertThat(release.workers()).containsExactly("worker-1"));
        RunDecision after = left().released(1).decide();
        assertThat(after).isInstanceOf(RunDecision.NoAction.class);
        assertThat(after.status().phase()).isEqualTo(Phase.Running);
        assertThat(after.status().workers()).isEqualTo(new WorkersStatus(2, 2, 0, 1, 0L));
    }

    @Test
    void aRunWithAHandoverInTimeIsValid() {
        Situation over = left().decided().released(1).after(SECOND.multipliedBy(40)).reported(0, 60, 100, 0)
                .successorReported(1, 24, 36, 100).decided().with(0, WorkerState.Finished)
                .successor(1, WorkerState.Finished, 22);
        RunDecision decision = over.decide();
        assertThat(decision).isInstanceOf(RunDecision.StoreResult.class);
        assertThat(decision.status().verdict()).isEqualTo(Verdict.Passed);
        assertThat(decision.status().workers()).isEqualTo(new WorkersStatus(2, 2, 0, 1, 0L));
        assertThat(decision.status().result()).isNotNull()
                .satisfies(result -> assertThat(result.requests()).isEqualTo(12_000));
    }

    @Test
    void withoutASuccessorInTimeTheSecondsAfterTheWorkerLeftAreLost() {
        Situation alone = at(40).leaving(1, 42).decided().after(SECOND.multipliedBy(4)).reported(0, 44, 100, 0)
                .reported(1, 42, 100, 0).left(1, new Leaving(42L, false));
        RunDecision decision = alone.decide();
        assertThat(decision.status().workers()).isEqualTo(new WorkersStatus(2, 1, 1, 0, 2L));
        assertThat(workersReady(decision).reason()).isEqualTo("WorkerLost");
        assertThat(workersReady(decision).message()).isEqualTo(
                "worker 1: left at second 42, before another worker was ready; 2 worker-seconds are lost");
        RunDecision late = alone.released(1).decided().successor(1, WorkerState.Running, 47)
                .after(SECOND.multipliedBy(4)).reported(0, 48, 100, 0).successorReported(1, 47, 1, 100).decide();
        assertThat(late.status().workers()).as("a late successor").isEqualTo(new WorkersStatus(2, 2, 1, 1, 5L));
        assertThat(workersReady(late).message())
                .isEqualTo("worker 1: left at second 42, before another worker was ready,"
                        + " replaced from second 47 on; 5 worker-seconds are lost");
    }

    @Test
    void aRunWhoseOnlyRemainingWorkersLeftEndsWithWhatTheySent() {
        Situation alone = at(46).left(0, new Leaving(46L, false)).left(1, new Leaving(46L, false)).released(0)
                .released(1);
        RunDecision decision = alone.decide();
        assertThat(decision).isInstanceOf(RunDecision.StoreResult.class);
        assertThat(decision.status().verdict()).isEqualTo(Verdict.Invalid);
        assertThat(decision.status().workers()).isEqualTo(new WorkersStatus(2, 0, 2, 0, 28L));
    }

    @Test
    void allWorkersMayLeaveAtOnceAndEachIsReplaced() {
        Situation all = at(10).leaving(0, 55).leaving(1, 55);
        assertThat(all.decide()).isInstanceOfSatisfying(RunDecision.CreateWorkers.class, create -> assertThat(
                create.attempts()).containsExactly(new WorkerAttempt(0, 1), new WorkerAttempt(1, 1)));
        assertThat(all.decided().successor(0).successor(1).decide()).isInstanceOfSatisfying(RunDecision.TakeOver.class,
                takeOver -> assertThat(takeOver.leaving())
                        .containsOnlyKeys("worker-0-1", "worker-1-1"));
    }

    @Test
    void aSuccessorThatIsEvictedTooHandsOverToTheNextOne() {
        Situation twice = left().released(1).decided().after(SECOND.multipliedBy(6)).successorLeaving(1, 22, 58);
        assertThat(twice.decide()).isInstanceOfSatisfying(RunDecision.CreateWorkers.class,
                create -> assertThat(create.attempts()).containsExactly(new WorkerAttempt(1, 2)));
        assertThat(twice.decided().third(1).decide()).isInstanceOfSatisfying(RunDecision.TakeOver.class, takeOver -> {
            assertThat(share(takeOver, "worker-1-2").fromSecond()).isEqualTo(32);
            assertThat(takeOver.leaving()).containsEntry("worker-1-2", "worker-1-1");
        });
    }

    @Test
    void aLeavingWorkerIsKilledBySomebodyElseLikeAnyOther() {
        Situation killed = handingOver().decided().after(SECOND.multipliedBy(4)).reported(0, 24, 100, 0)
                .ended(1, 0, "exited with status 137").successorReported(1, 22, 2, 100);
        RunDecision decision = killed.decide();
        assertThat(decision.status().workers()).as("seconds 20 and 21").isEqualTo(new WorkersStatus(2, 2, 1, 1, 2L));
        assertThat(workersReady(decision).message()).isEqualTo(
                "worker 1: exited with status 137, replaced from second 22 on; 2 worker-seconds are lost");
    }

    @Test
    void aWorkerThatIsKilledSoonerThanItKnowsStopsBefore() {
        Situation hasty = at(20).leaving(1, 65).killed(1, Situation.START.plus(PreparingPhase.LEAD).plusSeconds(30))
                .decided();
        assertThat(hasty.decide()).isInstanceOfSatisfying(RunDecision.HandOver.class, handOver -> {
            assertThat(handOver.workers()).containsExactly("worker-1");
            assertThat(handOver.second()).isEqualTo(22);
        });
        assertThat(
                hasty.handingOver(1, 22).killed(1, Situation.START.plus(PreparingPhase.LEAD).plusSeconds(30)).decide())
                .isInstanceOf(RunDecision.CreateWorkers.class);
    }

    @Test
    void inTheLastFifteenSecondsALeavingWorkerSendsToTheEnd() {
        Situation late = at(46).leaving(1, 91).successor(1).decided();
        assertThat(late.decide()).isInstanceOf(RunDecision.NoAction.class);
        Situation over = late.after(SECOND.multipliedBy(15)).reported(0, 60, 100, 0).reported(1, 60, 100, 0).decided()
                .with(0, WorkerState.Finished).left(1, new Leaving(null, false));
        assertThat(over.decide()).isInstanceOf(RunDecision.StoreResult.class);
        assertThat(over.decide().status().verdict()).isEqualTo(Verdict.Passed);
        assertThat(over.decide().status().workers()).isEqualTo(WHOLE);
    }

    @Test
    void aStopDuringTheHandoverReachesBothWorkers() {
        assertThat(handingOver().stopRun(1).decide()).isInstanceOfSatisfying(RunDecision.StopWorkers.class,
                stop -> assertThat(stop.workers()).containsExactly("worker-0", "worker-1", "worker-1-1"));
        assertThat(leaving().stopRun(1).decide()).isInstanceOfSatisfying(RunDecision.StopWorkers.class,
                stop -> assertThat(stop.workers()).containsExactly("worker-0", "worker-1"));
    }

    @Test
    void withANumberOfRequestsTheSuccessorGetsExactlyWhatTheLeavingWorkerDidNotSend() {
        Situation counted = running().requests(20_000).after(SECOND.multipliedBy(10)).reported(0, 10, 100, 0)
                .reported(1, 10, 100, 0).leaving(1, 55).successor(1).decided();
        assertThat(counted.decide()).isInstanceOfSatisfying(RunDecision.HandOver.class, handOver -> {
            assertThat(handOver.workers()).containsExactly("worker-1");
            assertThat(handOver.second()).isEqualTo(12);
        });
        Situation stopping = counted.handingOver(1, 12).decided();
        assertThat(stopping.decide()).as("its last requests are in flight").isInstanceOf(RunDecision.NoAction.class);
        Situation stopped = stopping.after(SECOND.multipliedBy(3)).reported(0, 13, 100, 0).reported(1, 12, 99, 0)
                .left(1, new Leaving(12L, true)).released(1);
        assertThat(stopped.decide()).isInstanceOfSatisfying(RunDecision.TakeOver.class, takeOver -> {
            assertThat(share(takeOver, "worker-1-1").requestsBefore()).isEqualTo(1_198);
            assertThat(share(takeOver, "worker-1-1").fromSecond()).isEqualTo(15);
            assertThat(takeOver.leaving()).isEmpty();
        });
        RunDecision pause = stopped.successor(1, WorkerState.Armed, 15).decide();
        assertThat(pause.status().workers()).as("a pause in which nothing was due")
                .isEqualTo(new WorkersStatus(2, 2, 0, 1, 0L));
    }

    @Test
    void aRestartedOperatorFindsTheHandoverInTheWorkers() {
        Situation restarted = handingOver();
        LoadTestStatus written = restarted.decided().status();
        assertThat(restarted.decide()).isInstanceOf(RunDecision.NoAction.class);
        assertThat(restarted.decide().status()).isEqualTo(written);
        Situation unarmed = leaving().handingOver(1, 12).successor(1).decided();
        assertThat(unarmed.decide()).as("only the leaving worker received the second")
                .isInstanceOfSatisfying(RunDecision.TakeOver.class, takeOver -> {
                    assertThat(share(takeOver, "worker-1-1").fromSecond()).isEqualTo(12);
                    assertThat(takeOver.leaving()).isEmpty();
                });
        Situation silent = left().released(1).successorSilent(1);
        assertThat(silent.decide().status().workers()).as("the successor has not responded yet")
                .isEqualTo(new WorkersStatus(2, 2, 0, 0, 0L));
    }

    @Test
    void anUnchangedObservationChangesNothing() {
        for (Situation situation : List.of(leaving(), leaving().decided().successor(1), handingOver(), left(),
                left().released(1))) {
            LoadTestStatus written = situation.decided().status();
            assertThat(situation.after(Duration.ofMillis(1)).decide().status()).isEqualTo(written);
        }
    }

    @Test
    void evictionsBeforeTheStartAreNoFailures() {
        Situation fresh = Situation.fresh().decided().with(0, WorkerState.Waiting);
        assertThat(fresh.evicted(1, 5).decide()).isInstanceOfSatisfying(RunDecision.CreateWorkers.class,
                create -> assertThat(create.attempts()).containsExactly(new WorkerAttempt(1, 6)));
        assertThat(fresh.ended(1, 2, "exited with status 1").decide().status().phase()).isEqualTo(Phase.Error);
    }
}
