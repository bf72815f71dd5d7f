package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.Condition;
import io.fareswarm.api.Live;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.Threshold;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.run.ClusterView.CountView;
import io.fareswarm.operator.run.ClusterView.LimitView;
import io.fareswarm.protocol.Route;
import io.fareswarm.protocol.WorkerState;

import static io.fareswarm.operator.run.Situation.fresh;
import static io.fareswarm.operator.run.Situation.running;
import static org.assertj.core.api.Assertions.assertThat;

class RunLifecycleTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private static Condition condition(RunDecision decision, String type) {
        return Conditions.find(decision.status().conditions(), type).orElseThrow();
    }

    private static LoadTestStatus concluded(RunDecision decision) {
        assertThat(decision).isInstanceOf(RunDecision.StoreResult.class);
        assertThat(condition(decision, "Complete").status()).isEqualTo("True");
        return decision.status();
    }

    /// Both workers reported ten seconds and their totals.
    private static Situation allReported() {
        return running().after(TEN_SECONDS).decided().reported(0, 10, 100, 0).reported(1, 10, 100, 0)
                .with(0, WorkerState.Finished).with(1, WorkerState.Finished);
    }

    @Test
    void aStrangerThatBreaksTheProtocolBeforeTheStartIsNamedAndKilled() {
        RunDecision decision = Situation.fresh().decided().created(0).created(1)
                .stranger(0, "expected JSON, found none")
                .decide();
        assertThat(decision).isInstanceOfSatisfying(RunDecision.KillWorkers.class,
                kill -> assertThat(kill.workers()).containsExactly("stranger-0"));
        assertThat(Conditions.find(decision.status().conditions(), "WorkersReady")).hasValueSatisfying(condition -> {
            assertThat(condition.reason()).isEqualTo("WorkerQuarantined");
            assertThat(condition.message()).isEqualTo(
                    "worker 0: broke the worker protocol and is not called again: expected JSON, found none");
        });
    }

    @Test
    void aTestWhoseTargetIsNotReadyStaysPendingAndSaysWhy() {
        RunDecision decision = fresh().target(new TargetView.NotReady("FareModel taxi is not available")).decide();
        assertThat(decision).isInstanceOf(RunDecision.NoAction.class);
        assertThat(decision.status().phase()).isEqualTo(Phase.Pending);
        assertThat(condition(decision, "Progressing").message()).isEqualTo("FareModel taxi is not available");
    }

    private static final TargetView MISSING = new TargetView.Missing("FareModel taxy does not exist in namespace fares",
            "; similar: taxi");

    @Test
    void aTestWhoseModelDoesNotExistEndsWithAnErrorAfterTheStartTimeout() {
        Situation situation = fresh().target(MISSING).decided();
        RunDecision waiting = situation.after(Duration.ofSeconds(59)).decide();
        assertThat(waiting).isInstanceOf(RunDecision.NoAction.class);
        assertThat(waiting.status()).isEqualTo(situation.status());
        assertThat(condition(waiting, "Progressing").message())
                .isEqualTo("FareModel taxy does not exist in namespace fares; similar: taxi");

        RunDecision over = situation.after(Duration.ofSeconds(1)).decide();

        assertThat(concluded(over).phase()).isEqualTo(Phase.Error);
        assertThat(condition(over, "Complete").reason()).isEqualTo("ModelMissing");
        assertThat(condition(over, "Complete").message())
                .isEqualTo("FareModel taxy does not exist in namespace fares, and was not created within 1m;"
                        + " similar: taxi: create it, or correct spec.target.model, and raise spec.run to 2");
    }

    @Test
    void theTimeOfAModelsTrainingDoesNotCountAsStartTimeout() {
        Situation training = fresh().target(MISSING).decided().after(Duration.ofSeconds(50))
                .target(new TargetView.NotReady("FareModel taxi is not available")).decided();
        Situation ready = training.after(Duration.ofHours(1)).target(Situation.READY);

        assertThat(ready.decide()).isInstanceOf(RunDecision.CreateWorkers.class);
        assertThat(ready.decided().after(Duration.ofSeconds(50)).decide().status().phase()).isEqualTo(Phase.Preparing);
    }

    @Test
    void aModelThatAppearsInTimeIsUsedAndItsWorkersHaveTheWholeStartTimeout() {
        Situation appeared = fresh().target(MISSING).decided().after(Duration.ofSeconds(50)).target(Situation.READY);

        assertThat(appeared.decide()).isInstanceOf(RunDecision.CreateWorkers.class);
        assertThat(appeared.decided().after(Duration.ofSeconds(50)).decide().status().phase())
                .isEqualTo(Phase.Preparing);
    }

    @Test
    void aModelThatIsDeletedWhileTheTestIsPendingStartsTheTimeoutAgain() {
        Situation deleted = fresh().target(MISSING).decided().after(Duration.ofSeconds(50))
                .target(new TargetView.NotReady("FareModel taxi is not available")).decided()
                .after(Duration.ofSeconds(5)).target(MISSING).decided();

        assertThat(deleted.after(Duration.ofSeconds(59)).decide().status().phase()).isEqualTo(Phase.Pending);
        assertThat(deleted.after(Duration.ofSeconds(1)).decide().status().phase()).isEqualTo(Phase.Error);
    }

    @Test
    void aTestThatExceedsTheLimitsForNowStaysPendingAndSaysWhy() {
        RunDecision decision = fresh().limits(new LimitView(new Admission.Queued("3 of 3 runs are in progress"), null))
                .decide();
        assertThat(decision).isInstanceOf(RunDecision.NoAction.class);
        assertThat(decision.status().phase()).isEqualTo(Phase.Pending);
        assertThat(condition(decision, "Progressing").reason()).isEqualTo("Queued");
        assertThat(condition(decision, "Progressing").message()).isEqualTo("3 of 3 runs are in progress");
    }

    @Test
    void aTestThatAloneExceedsTheLimitsFails() {
        RunDecision decision = fresh()
                .limits(new LimitView(new Admission.TooLarge("expected at most 1 workers, found 2"), null)).decide();
        assertThat(decision.status().phase()).isEqualTo(Phase.Error);
        assertThat(condition(decision, "Complete").reason()).isEqualTo("LimitExceeded");
        assertThat(condition(decision, "Complete").message()).isEqualTo("expected at most 1 workers, found 2");
    }

    @Test
    void aTestWhoseTargetIsReadyGetsAllItsWorkers() {
        assertThat(fresh().decide()).isInstanceOfSatisfying(RunDecision.CreateWorkers.class,
                create -> assertThat(create.attempts()).containsExactly(new WorkerAttempt(0, 0),
                        new WorkerAttempt(1, 0)));
    }

    @Test
    void whileAWorkerIsNotWarmNoWorkerGetsASlice() {
        RunDecision decision = fresh().decided().with(0, WorkerState.Waiting).created(1).decide();
        assertThat(decision).isInstanceOf(RunDecision.NoAction.class);
        assertThat(decision.status().workers()).isEqualTo(new LoadTestStatus.WorkersStatus(2, 1));
    }

    @Test
    void workersThatAreNotReadyInTimeEndTheRunAsAnError() {
        RunDecision decision = fresh().decided().with(0, WorkerState.Waiting).created(1).after(Duration.ofMinutes(1))
                .decide();
        LoadTestStatus status = concluded(decision);
        assertThat(status.phase()).isEqualTo(Phase.Error);
        assertThat(condition(decision, "WorkersReady").message())
                .isEqualTo("expected 2 ready workers within 1m, found 1");
    }

    @Test
    void aWorkerThatEndsBeforeTheStartIsReplaced() {
        RunDecision decision = fresh().decided().with(0, WorkerState.Waiting).ended(1, 0, "exited with status 1")
                .decide();
        assertThat(decision).isInstanceOfSatisfying(RunDecision.CreateWorkers.class,
                create -> assertThat(create.attempts()).containsExactly(new WorkerAttempt(1, 1)));
    }

    @Test
    void aWorkerWhoseRetriesAreExhaustedEndsTheRunAndSaysWhy() {
        RunDecision decision = fresh().decided().with(0, WorkerState.Waiting)
                .ended(1, 2, "exited with status 1: no memory")
                .decide();
        assertThat(concluded(decision).phase()).isEqualTo(Phase.Error);
        assertThat(condition(decision, "Complete").message()).contains("worker 1", "no memory");
    }

    @Test
    void warmWorkersGetTheirSlices() {
        RunDecision decision = fresh().decided().with(0, WorkerState.Waiting).with(1, WorkerState.Waiting).decide();
        assertThat(decision).isInstanceOfSatisfying(RunDecision.AssignSlices.class, assign -> {
            assertThat(assign.slices()).containsOnlyKeys("worker-0", "worker-1");
            assertThat(Objects.requireNonNull(assign.slices().get("worker-1")).share().index()).isEqualTo(1);
            assertThat(Objects.requireNonNull(assign.slices().get("worker-0")).share().count()).isEqualTo(2);
        });
    }

    @Test
    void theStatusContainsTheStartBarrierBeforeAnyWorkerGetsIt() {
        Situation sliced = fresh().decided().with(0, WorkerState.Sliced).with(1, WorkerState.Sliced);
        RunDecision announced = sliced.decide();
        assertThat(announced).isInstanceOf(RunDecision.NoAction.class);
        String startsAt = Objects.requireNonNull(announced.status().run()).startsAt();
        assertThat(startsAt).isNotNull();
        assertThat(sliced.decided().decide()).isInstanceOfSatisfying(RunDecision.StartWorkers.class, start -> {
            assertThat(start.barrier()).hasToString(startsAt);
            assertThat(start.workers()).containsExactly("worker-0", "worker-1");
        });
    }

    @Test
    void aStartBarrierThatNoWorkerGotInTimeIsSetAgain() {
        Situation late = fresh().decided().with(0, WorkerState.Sliced).with(1, WorkerState.Sliced).decided()
                .after(Duration.ofSeconds(30));
        String first = Objects.requireNonNull(Objects.requireNonNull(late.status()).run()).startsAt();
        RunDecision decision = late.decide();
        assertThat(Objects.requireNonNull(decision.status().run()).startsAt()).isGreaterThan(first);
        assertThat(decision.status().phase()).isEqualTo(Phase.Preparing);
    }

    @Test
    void aStartBarrierThatNoWorkerGotIsRemovedWhileAWorkerIsReplaced() {
        Situation replaced = fresh().decided().with(0, WorkerState.Sliced).with(1, WorkerState.Sliced).decided()
                .ended(1, 0, "exited with status 1");
        assertThat(Objects.requireNonNull(replaced.decide().status().run()).startsAt()).isNotNull();
        RunDecision decision = replaced.after(Duration.ofSeconds(30)).decide();
        assertThat(Objects.requireNonNull(decision.status().run()).startsAt()).isNull();
        assertThat(decision).isInstanceOf(RunDecision.CreateWorkers.class);
    }

    @Test
    void aRunInProgressOnlyUpdatesItsFigures() {
        RunDecision decision = running().after(Duration.ofSeconds(3)).reported(0, 3, 100, 0).reported(1, 3, 100, 0)
                .decide();
        assertThat(decision).isInstanceOf(RunDecision.NoAction.class);
        assertThat(decision.status().phase()).isEqualTo(Phase.Running);
        assertThat(Objects.requireNonNull(decision.status().result()).requests()).isEqualTo(600);
        assertThat(Objects.requireNonNull(decision.status().result()).throughput()).isEqualTo(200);
        assertThat(decision.status().verdict()).isNull();
    }

    @Test
    void afterItsDurationARunIsFinishingUntilEveryTotalIsRead() {
        Situation over = running().after(TEN_SECONDS).decided();
        assertThat(Objects.requireNonNull(over.status()).phase()).isEqualTo(Phase.Finishing);
        assertThat(over.with(0, WorkerState.Finished).with(1, WorkerState.Draining).decide())
                .isInstanceOf(RunDecision.NoAction.class);
    }

    @Test
    void aRunOfSomeRequestsEndsWithThemAndItsThroughputIsOverTheTimeThatTheyTook() {
        Situation situation = running().requests(90).reported(0, 3, 15, 0).reported(1, 3, 15, 0)
                .after(Duration.ofSeconds(3));
        assertThat(situation.decide()).isInstanceOf(RunDecision.NoAction.class);

        RunDecision decision = situation.finished(0, Duration.ofMillis(2_500)).finished(1, Duration.ofMillis(2_250))
                .decide();

        assertThat(decision).isInstanceOf(RunDecision.StoreResult.class);
        assertThat(decision.status().verdict()).isEqualTo(Verdict.Passed);
        assertThat(Objects.requireNonNull(decision.status().result()).throughput()).isEqualTo(36);
        assertThat(condition(decision, "Complete").reason()).isEqualTo("RequestsCompleted");
    }

    @Test
    void aRunOfSomeRequestsThatLostAWorkerForEverIsInvalid() {
        RunDecision decision = running().requests(90).reported(0, 3, 15, 0).reported(1, 1, 15, 0)
                .after(Duration.ofSeconds(3))
                .finished(0, Duration.ofMillis(2_500)).ended(1, 2, "exited with status 137").decide();

        assertThat(decision).isInstanceOf(RunDecision.StoreResult.class);
        assertThat(decision.status().verdict()).isEqualTo(Verdict.Invalid);
    }

    @Test
    void aRunOfSomeRequestsEndsAfterADay() {
        Situation situation = running().requests(90).reported(0, 3, 15, 0).reported(1, 3, 15, 0);
        assertThat(situation.after(Duration.ofHours(24).minusSeconds(1)).decide().status().phase())
                .isEqualTo(Phase.Running);
        assertThat(situation.after(Duration.ofSeconds(2)).decide().status().phase()).isEqualTo(Phase.Finishing);
    }

    @Test
    void aRunWhoseThresholdsAllPassedIsPassed() {
        LoadTestStatus status = concluded(allReported().decide());
        assertThat(status.phase()).isEqualTo(Phase.Finished);
        assertThat(status.verdict()).isEqualTo(Verdict.Passed);
        assertThat(Objects.requireNonNull(status.result()).throughput()).isEqualTo(200);
    }

    @Test
    void aRunWithAFailedThresholdIsFailedAndNamesIt() {
        var slow = new Threshold("p99", null, null, new Threshold.LatencyLimit(99.0, "5ms", null), null);
        RunDecision decision = allReported().threshold(slow).decide();
        assertThat(concluded(decision).verdict()).isEqualTo(Verdict.Failed);
        assertThat(condition(decision, "ThresholdsPassed").message()).isEqualTo("p99");
    }

    private static Situation abortsAbove(String limit) {
        return running()
                .threshold(new Threshold("p99", null, null, new Threshold.LatencyLimit(99.0, limit, null), null, null,
                        null, null, null, "2s", new Threshold.Abort("2s")));
    }

    @Test
    void aFailedWindowEndsTheRunAndIsNamedAndTheResultIsStored() {
        Situation broken = abortsAbove("5ms").after(Duration.ofSeconds(4)).reported(0, 4, 100, 0).reported(1, 4, 100,
                0);
        RunDecision stop = broken.decide();
        assertThat(stop).isInstanceOfSatisfying(RunDecision.StopWorkers.class,
                one -> assertThat(one.workers()).containsExactly("worker-0", "worker-1"));
        assertThat(condition(stop, "Progressing").reason()).isEqualTo("ThresholdFailed");
        String why = "threshold p99: expected <= 5ms, observed 10ms from 2s to 4s";
        assertThat(condition(stop, "Progressing").message()).isEqualTo(why);

        RunDecision end = broken.decided().after(Duration.ofSeconds(1)).with(0, WorkerState.Finished)
                .with(1, WorkerState.Finished).decide();
        LoadTestStatus status = concluded(end);
        assertThat(status.verdict()).isEqualTo(Verdict.Failed);
        assertThat(condition(end, "Complete").reason()).isEqualTo("ThresholdFailed");
        assertThat(condition(end, "Complete").message()).isEqualTo(why);
        assertThat(Objects.requireNonNull(status.result()).requests()).isEqualTo(800);
        assertThat(Objects.requireNonNull(status.thresholds()).getFirst().observed()).isEqualTo("10ms from 0s to 2s");
    }

    @Test
    void aStoppedRunStopsWorkersThatStillSendAgain() {
        Situation stopped = abortsAbove("5ms").after(Duration.ofSeconds(4)).reported(0, 4, 100, 0)
                .reported(1, 4, 100, 0).decided().with(0, WorkerState.Draining);
        assertThat(stopped.decide()).isInstanceOfSatisfying(RunDecision.StopWorkers.class,
                one -> assertThat(one.workers()).containsExactly("worker-1"));
        assertThat(condition(stopped.decide(), "Progressing").reason()).isEqualTo("ThresholdFailed");
    }

    @Test
    void aWindowIsJudgedWhenEveryWorkerHasReportedIt() {
        Situation late = abortsAbove("5ms").after(Duration.ofSeconds(4)).reported(0, 4, 100, 0).reported(1, 3, 100, 0);
        assertThat(late.decide()).isInstanceOf(RunDecision.NoAction.class);
        assertThat(late.ended(1, 0, "exited with status 137").decide()).isInstanceOf(RunDecision.StopWorkers.class);
    }

    @Test
    void aRunWhoseWindowsPassGoesOnAndPasses() {
        Situation passing = abortsAbove("10ms").after(Duration.ofSeconds(4)).reported(0, 4, 100, 0).reported(1, 4, 100,
                0);
        assertThat(passing.decide()).isInstanceOf(RunDecision.NoAction.class);
        RunDecision end = passing.decided().after(Duration.ofSeconds(6)).decided().reported(0, 10, 100, 0)
                .reported(1, 10, 100, 0).with(0, WorkerState.Finished).with(1, WorkerState.Finished).decide();
        assertThat(concluded(end).verdict()).isEqualTo(Verdict.Passed);
        assertThat(Objects.requireNonNull(end.status().thresholds()).getFirst().windows())
                .isEqualTo(new LoadTestStatus.Windows(10, 5, 0, 0L, 10.0,
                        new LoadTestStatus.Strip(0, 2, "+++++")));
    }

    @Test
    void workersCountGoodResponsesUpToTheLatenciesOfTheGoodputThresholds() {
        RunDecision decision = fresh().threshold(new Threshold("good", null, null, null, null, null, null,
                new Threshold.Goodput("250ms", "99%"), null, null, null)).decided().with(0, WorkerState.Waiting)
                .with(1, WorkerState.Waiting).decide();
        assertThat(decision).isInstanceOfSatisfying(RunDecision.AssignSlices.class, assign -> assertThat(
                Objects.requireNonNull(assign.slices().get("worker-1")).workload().goodWithinMicros())
                .containsExactly(250_000L));
    }

    @Test
    void aRunWithoutThresholdsMayFailOneRequestInAHundred() {
        Situation failing = running().after(TEN_SECONDS).decided().reported(0, 10, 100, 3).reported(1, 10, 100, 0)
                .with(0, WorkerState.Finished).with(1, WorkerState.Finished);
        assertThat(concluded(failing.decide()).verdict()).isEqualTo(Verdict.Failed);
    }

    @Test
    void aLostWorkersSecondsStillCountAndTheRunGoesOn() {
        RunDecision decision = running().after(Duration.ofSeconds(3)).reported(0, 3, 100, 0).reported(1, 3, 100, 0)
                .ended(1, 0, "exited with status 137").decide();
        assertThat(decision.status().phase()).isEqualTo(Phase.Running);
        assertThat(decision.status().workers()).isEqualTo(new LoadTestStatus.WorkersStatus(2, 1, 1, 0, 0L));
        assertThat(Objects.requireNonNull(decision.status().result()).requests()).isEqualTo(600);
        assertThat(condition(decision, "WorkersReady").message()).isEqualTo("worker 1: exited with status 137");
    }

    @Test
    void aRunThatLostAWorkersSecondsIsInvalid() {
        RunDecision decision = running().after(Duration.ofSeconds(3)).reported(0, 3, 100, 0).reported(1, 3, 100, 0)
                .ended(1, 0, "exited with status 137").after(Duration.ofSeconds(7)).decided().reported(0, 10, 100, 0)
                .with(0, WorkerState.Finished).decide();
        LoadTestStatus status = concluded(decision);
        assertThat(status.verdict()).isEqualTo(Verdict.Invalid);
        assertThat(Objects.requireNonNull(status.result()).requests()).isEqualTo(1300);
        assertThat(condition(decision, "ThresholdsPassed").message()).contains("7 of 20 worker-seconds");
    }

    @Test
    void aWorkerThatDoesNotRespondForTooLongIsLost() {
        RunDecision decision = running().silent(1, Duration.ofSeconds(16)).decide();
        assertThat(Objects.requireNonNull(decision.status().workers()).lost()).isEqualTo(1);
    }

    @Test
    void aRunWithoutAnyWorkerLeftEnds() {
        RunDecision decision = running().ended(0, 0, "exited with status 137").ended(1, 0, "exited with status 137")
                .decide();
        assertThat(concluded(decision).verdict()).isEqualTo(Verdict.Invalid);
        assertThat(condition(decision, "Complete").reason()).isEqualTo("AllWorkersLost");
    }

    @Test
    void anEarlyEndWithoutAStopIsALossOfTheRestOfTheDuration() {
        RunDecision decision = running().after(Duration.ofSeconds(9)).reported(0, 9, 100, 0).reported(1, 9, 100, 0)
                .ended(0, 0, "exited with status 137").ended(1, 0, "exited with status 137").decide();
        assertThat(concluded(decision).verdict()).isEqualTo(Verdict.Invalid);
        assertThat(condition(decision, "ThresholdsPassed").message()).contains("2 of 20 worker-seconds");
    }

    @Test
    void aWorkerThatFailedIsLostAlthoughItReportedItsTotal() {
        RunDecision decision = running().after(TEN_SECONDS).decided().reported(0, 10, 100, 0).reported(1, 4, 100, 0)
                .with(0, WorkerState.Finished).failed(1, "out of memory").decide();
        assertThat(concluded(decision).verdict()).isEqualTo(Verdict.Invalid);
        assertThat(condition(decision, "WorkersReady").message()).contains("worker 1: failed: out of memory");
    }

    @Test
    void aWorkerThatRejectsItsSliceEndsTheRunWithItsOwnMessage() {
        RunDecision decision = fresh().decided().with(0, WorkerState.Waiting).with(1, WorkerState.Waiting).decided()
                .rejected(1, "expected a host that resolves in url, found nowhere").decide();
        assertThat(concluded(decision).phase()).isEqualTo(Phase.Error);
        assertThat(condition(decision, "Complete").message())
                .isEqualTo("worker 1: expected a host that resolves in url, found nowhere");
        assertThat(condition(decision, "Complete").reason()).isEqualTo(RunReason.SliceRejected.name());
    }

    @Test
    void aWorkerThatEndsBetweenItsSliceAndTheBarrierIsReplaced() {
        RunDecision decision = fresh().decided().with(0, WorkerState.Sliced).with(1, WorkerState.Sliced).decided()
                .ended(1, 0, "exited with status 1").decide();
        assertThat(decision).isInstanceOfSatisfying(RunDecision.CreateWorkers.class,
                create -> assertThat(create.attempts()).containsExactly(new WorkerAttempt(1, 1)));
    }

    @Test
    void workersThatNeverConfirmTheirSlicesEndTheRunAsAnError() {
        RunDecision decision = fresh().decided().with(0, WorkerState.Waiting).with(1, WorkerState.Waiting).decided()
                .after(Duration.ofMinutes(1)).decide();
        assertThat(concluded(decision).phase()).isEqualTo(Phase.Error);
    }

    @Test
    void stopRunStopsTheWorkers() {
        assertThat(running().after(Duration.ofSeconds(3)).stopRun(1).decide())
                .isInstanceOfSatisfying(RunDecision.StopWorkers.class, stop -> {
                    assertThat(stop.workers()).containsExactly("worker-0", "worker-1");
                    assertThat(stop.status().phase()).isEqualTo(Phase.Finishing);
                });
    }

    @Test
    void aStoppedRunHasAResultAndItsThroughputIsOverTheTimeThatItRan() {
        LoadTestStatus status = concluded(running().after(Duration.ofSeconds(4)).stopRun(1).decided()
                .reported(0, 4, 100, 0).reported(1, 4, 100, 0).after(Duration.ofSeconds(3))
                .with(0, WorkerState.Finished).with(1, WorkerState.Finished).decide());
        assertThat(status.verdict()).isEqualTo(Verdict.Passed);
        assertThat(Objects.requireNonNull(status.result()).throughput()).isEqualTo(200);
    }

    @Test
    void stopRunOfAnotherRunDoesNothing() {
        assertThat(running().stopRun(7).decide()).isInstanceOf(RunDecision.NoAction.class);
    }

    @Test
    void aWorkerThatNeverReportsItsTotalDoesNotKeepTheRunFinishing() {
        RunDecision decision = running().after(TEN_SECONDS).decided().reported(0, 10, 100, 0)
                .with(0, WorkerState.Finished).after(Duration.ofSeconds(16)).decide();
        assertThat(concluded(decision).verdict()).isEqualTo(Verdict.Invalid);
    }

    @Test
    void workersAreReleasedOnlyAfterTheFinalStatusIsWritten() {
        Situation over = allReported();
        assertThat(over.decide()).isInstanceOf(RunDecision.StoreResult.class);
        assertThat(over.decided().decide()).isInstanceOfSatisfying(RunDecision.ReleaseWorkers.class,
                release -> assertThat(release.workers()).containsExactly("worker-0", "worker-1"));
    }

    @Test
    void aFinishedRunDoesNotChange() {
        Situation over = allReported().decided().ended(0, 0, "exited with status 0").ended(1, 0,
                "exited with status 0");
        RunDecision later = over.after(Duration.ofHours(1)).decide();
        assertThat(later).isEqualTo(new RunDecision.NoAction(Objects.requireNonNull(over.status())));
    }

    @Test
    void aRaisedRunNumberStartsANewRun() {
        RunDecision decision = allReported().decided().run(2).decide();
        assertThat(decision).isInstanceOf(RunDecision.CreateWorkers.class);
        assertThat(Objects.requireNonNull(decision.status().run()).number()).isEqualTo(2);
        assertThat(decision.status().verdict()).isNull();
        assertThat(decision.status().result()).isNull();
    }

    @Test
    void anUnchangedObservationChangesNothingInAnyPhase() {
        List<Situation> situations = List.of(fresh().target(new TargetView.NotReady("wait")),
                fresh().decided().with(0, WorkerState.Waiting).created(1), running(),
                running().after(TEN_SECONDS).decided().with(0, WorkerState.Draining).with(1, WorkerState.Draining),
                allReported().decided());
        for (Situation situation : situations) {
            LoadTestStatus written = situation.decided().status();
            assertThat(situation.after(Duration.ofMillis(1)).decide().status()).isEqualTo(written);
        }
    }

    @Test
    void aRejectedTargetEndsTheRunAsAnErrorAtOnce() {
        RunDecision decision = fresh().target(new TargetView.NotAllowed("expected a Service, found example.com"))
                .decide();
        assertThat(concluded(decision).phase()).isEqualTo(Phase.Error);
        assertThat(condition(decision, "Complete").reason()).isEqualTo("TargetRejected");
        assertThat(condition(decision, "Complete").message()).isEqualTo("expected a Service, found example.com");
    }

    @Test
    void aTargetThatIsRejectedBeforeTheSlicesEndsTheRunAsAnError() {
        RunDecision decision = fresh().decided().with(0, WorkerState.Waiting).with(1, WorkerState.Waiting)
                .target(new TargetView.NotAllowed("found an ExternalName")).decide();
        assertThat(concluded(decision).phase()).isEqualTo(Phase.Error);
        assertThat(condition(decision, "Complete").reason()).isEqualTo("TargetRejected");
    }

    @Test
    void slicesWaitForATargetThatIsNotReady() {
        Situation situation = fresh().decided().with(0, WorkerState.Waiting).with(1, WorkerState.Waiting)
                .target(new TargetView.NotReady("no Service"));
        RunDecision waiting = situation.decide();
        assertThat(waiting).isInstanceOf(RunDecision.NoAction.class);
        assertThat(condition(waiting, "Progressing").reason()).isEqualTo("TargetNotReady");
        assertThat(condition(waiting, "Progressing").message()).isEqualTo("no Service");
        assertThat(situation.target(Situation.READY).decide()).isInstanceOf(RunDecision.AssignSlices.class);
    }

    @Test
    void aTargetThatIsRejectedDuringTheRunEndsItWithItsResult() {
        Situation rejected = running().after(TEN_SECONDS.dividedBy(2))
                .target(new TargetView.NotAllowed("found an ExternalName"));
        RunDecision stop = rejected.decide();
        assertThat(stop).isInstanceOf(RunDecision.StopWorkers.class);
        assertThat(condition(stop, "Progressing").reason()).isEqualTo("TargetRejected");
        RunDecision end = rejected.decided().after(TEN_SECONDS.multipliedBy(3)).decide();
        assertThat(condition(end, "Complete").reason()).isEqualTo("TargetRejected");
        assertThat(condition(end, "Complete").message()).isEqualTo("found an ExternalName");
    }

    @Test
    void aSliceHasTheRouteToTheTarget() {
        Route route = new Route("taxi.default.svc", List.of("10.96.0.7"), true);
        RunDecision decision = fresh().target(new TargetView.Ready("http://taxi.default.svc", "abcd", null, route))
                .decided()
                .with(0, WorkerState.Waiting).with(1, WorkerState.Waiting).decide();
        assertThat(decision).isInstanceOfSatisfying(RunDecision.AssignSlices.class, assign -> assertThat(
                assign.slices().values()).hasSize(2).allMatch(slice -> slice.target().route().equals(route)));
    }

    @Test
    void theWorkersReadyConditionSaysWhyWorkersAreNotReady() {
        Situation stuck = fresh().cluster("exceeded quota", false, new CountView.NoPrometheus()).decided()
                .withProblem(0, "Unschedulable: no node").withProblem(1, "Unschedulable: no node");
        assertThat(condition(stuck.decide(), "WorkersReady").message())
                .isEqualTo("exceeded quota; Unschedulable: no node");
        RunDecision late = stuck.after(Duration.ofMinutes(1)).decide();
        assertThat(concluded(late).phase()).isEqualTo(Phase.Error);
        assertThat(condition(late, "WorkersReady").message())
                .isEqualTo("expected 2 ready workers within 1m, found 0: exceeded quota; Unschedulable: no node");
    }

    @Test
    void aLostWorkersReportIsStoredBeforeTheStatusCountsItAsLost() {
        Situation lost = running().after(Duration.ofSeconds(3)).reported(1, 3, 100, 0)
                .ended(1, 0, "its pod was deleted").notStored(1);
        LoadTestStatus before = lost.status();
        assertThat(lost.decide()).isInstanceOfSatisfying(RunDecision.StoreProgress.class, store -> {
            assertThat(store.workers()).containsExactly("worker-1-0");
            assertThat(store.status()).isEqualTo(before);
        });
    }

    @Test
    void theRunOverTimeIsStoredWhileTheRunGoesOn() {
        Situation going = running().after(Duration.ofSeconds(5)).reported(0, 5, 100, 0).reported(1, 5, 100, 0);
        assertThat(going.decide()).isInstanceOf(RunDecision.NoAction.class);
        assertThat(going.seriesDue().decide()).isInstanceOfSatisfying(RunDecision.StoreProgress.class,
                store -> assertThat(store.workers()).isEmpty());
    }

    @Test
    void theStatusHasTheFiguresOfTheLastWholeWindowWhileTheRunGoesOn() {
        Situation going = running().after(Duration.ofSeconds(5)).reported(0, 5, 100, 10).reported(1, 4, 100, 0);
        Live live = Objects.requireNonNull(going.decide().status().live());
        assertThat(live.second()).isEqualTo(2);
        assertThat(live.seconds()).isEqualTo(2);
        assertThat(live.all().requests()).isEqualTo(200);
        assertThat(live.all().failures()).isEqualTo(10);
        assertThat(live.all().p99()).isEqualTo(10.0);
        assertThat(live.tasks()).extracting(Live.Window::name).hasSize(2);
        assertThat(live.workers()).extracting(Live.LiveWorker::index).containsExactly(0, 1);

        Situation ended = running().after(TEN_SECONDS).decided().reported(0, 10, 100, 0).reported(1, 10, 100, 0)
                .with(0, WorkerState.Finished).with(1, WorkerState.Finished);
        assertThat(concluded(ended.decide()).live()).isNull();
    }

    @Test
    void aWorkerThatStartsNearTheEndOfTheRunGetsNoSlice() {
        RunDecision decision = running().after(Duration.ofSeconds(3)).reported(0, 3, 100, 0).reported(1, 3, 100, 0)
                .ended(1, 0, "its pod was deleted").successor(1).decide();
        assertThat(decision).isInstanceOf(RunDecision.NoAction.class);
        assertThat(decision.status().workers()).isEqualTo(new LoadTestStatus.WorkersStatus(2, 1, 1, 0, 0L));
    }

    @Test
    void everySecondOfAnIndexWithoutAWorkerIsLost() {
        RunDecision decision = running().after(TEN_SECONDS).decided().reported(0, 10, 100, 0)
                .with(0, WorkerState.Finished).unseen(1).decide();
        assertThat(concluded(decision).verdict()).isEqualTo(Verdict.Invalid);
        assertThat(decision.status().workers()).isEqualTo(new LoadTestStatus.WorkersStatus(2, 1, 1, 0, 10L));
        assertThat(condition(decision, "ThresholdsPassed").message()).contains("10 of 20 worker-seconds");
    }

    @Test
    void anEditThatTheRunCannotApplyIsReportedAndChangesNothing() {
        UnaryOperator<LoadTestSpec> otherLag = spec -> Specs.with(spec, "maxLag", "20ms");
        Situation edited = running().edited(otherLag).after(TEN_SECONDS);
        assertThat(condition(edited.decide(), "Progressing").reason()).isEqualTo("Finishing");
        RunDecision decision = running().edited(otherLag).decide();
        assertThat(condition(decision, "Progressing").message())
                .isEqualTo("the spec was edited after the run began: raise spec.run to 2 to run the edited spec");
        assertThat(Objects.requireNonNull(decision.status().run()).edits()).isNull();
        RunDecision end = edited.decided().reported(0, 10, 100, 0).reported(1, 10, 100, 0).with(0, WorkerState.Finished)
                .with(1, WorkerState.Finished).decide();
        assertThat(concluded(end).verdict()).isEqualTo(Verdict.Passed);
        assertThat(condition(end, "Complete").observedGeneration()).isEqualTo(2);
    }

    @Test
    void anEditAfterTheRunIsReportedForTheNewGeneration() {
        Situation edited = allReported().decided().unseen(0).unseen(1).edited("1h");
        RunDecision decision = edited.decide();
        assertThat(decision.status().observedGeneration()).isEqualTo(2);
        assertThat(decision.status().phase()).isEqualTo(Phase.Finished);
        assertThat(condition(decision, "Complete").status()).isEqualTo("True");
        assertThat(condition(decision, "Complete").observedGeneration()).isEqualTo(2);
        assertThat(condition(decision, "Progressing").message()).contains("raise spec.run to 2");
        assertThat(edited.decided().decide()).isEqualTo(new RunDecision.NoAction(decision.status()));
    }

    @Test
    void aRevertedEditIsNotReportedAnyMore() {
        Situation over = allReported().decided().unseen(0).unseen(1);
        Condition before = condition(over.decide(), "Progressing");
        RunDecision decision = over.edited("1h").decided().edited("10s").startedWithCurrentSpec().decide();
        assertThat(condition(decision, "Progressing").reason()).isEqualTo(before.reason());
        assertThat(condition(decision, "Progressing").message()).isEqualTo(before.message());
        assertThat(decision.status().observedGeneration()).isEqualTo(3);
    }

    @Test
    void aRaisedRunNumberEndsTheRunInProgressAndStoresItsResult() {
        Situation raised = running().after(Duration.ofSeconds(4)).reported(0, 4, 100, 0).reported(1, 4, 100, 0)
                .raisedTo(2);
        assertThat(raised.decide()).isInstanceOf(RunDecision.StopWorkers.class);
        LoadTestStatus status = concluded(raised.decided().with(0, WorkerState.Finished)
                .with(1, WorkerState.Finished).decide());
        assertThat(Objects.requireNonNull(status.run()).number()).isEqualTo(1);
        assertThat(Objects.requireNonNull(status.result()).requests()).isEqualTo(800);
        // The status does not observe a generation that asks for the next run.
        assertThat(status.observedGeneration()).isEqualTo(1);
        assertThat(Conditions.find(status.conditions(), "Complete").orElseThrow().observedGeneration()).isEqualTo(1);
    }

    @Test
    void theObjectsOfARunAreDeletedWhenItsWorkersHaveExited() {
        Situation over = allReported().cluster(null, true, new CountView.NoPrometheus()).decided();
        assertThat(over.decide()).isInstanceOf(RunDecision.ReleaseWorkers.class);
        assertThat(over.after(Duration.ofMinutes(1)).decide()).isInstanceOf(RunDecision.CleanUp.class);
        assertThat(over.unseen(0).unseen(1).decide()).isInstanceOf(RunDecision.CleanUp.class);
    }

    @Test
    void theObjectsOfARunThatCouldNotStartAreDeletedAtOnce() {
        RunDecision decision = fresh().cluster(null, true, new CountView.NoPrometheus()).decided()
                .withProblem(0, "no image")
                .after(Duration.ofMinutes(1)).decided().decide();
        assertThat(decision).isInstanceOf(RunDecision.CleanUp.class);
    }

    @Test
    void theFinalStatusNamesTheReport() {
        LoadTestStatus status = concluded(allReported().cluster(null, true, new CountView.NoPrometheus()).decide());
        assertThat(Objects.requireNonNull(status.report()).configMap()).isEqualTo("rush-run-1");
    }

    @Test
    void theResultIsComparedWithTheCountOfPrometheus() {
        Situation over = allReported().cluster(null, false, new CountView.Unknown("no samples")).decided();
        assertThat(condition(over.decide(), "PrometheusAgrees").reason()).isEqualTo("CountPending");
        over.cluster(null, false, new CountView.Counted(1999));
        assertThat(condition(over.decide(), "PrometheusAgrees").reason()).isEqualTo("CountPending");
        over.cluster(null, false, new CountView.Counted(2000));
        assertThat(condition(over.decide(), "PrometheusAgrees").status()).isEqualTo("True");
    }

    @Test
    void aDifferentCountOfPrometheusIsReportedAfterAMinuteAndAHalf() {
        Situation late = allReported().cluster(null, false, new CountView.Counted(1999)).decided()
                .after(Duration.ofSeconds(90));
        RunDecision decision = late.decide();
        assertThat(condition(decision, "PrometheusAgrees").status()).isEqualTo("False");
        assertThat(condition(decision, "PrometheusAgrees").message())
                .isEqualTo("Prometheus counted 1999 requests, the workers reported 2000");
        assertThat(condition(decision, "Complete").status()).isEqualTo("True");
        assertThat(condition(late.cluster(null, false, new CountView.Unknown("no response")).decide(),
                "PrometheusAgrees").status()).isEqualTo("Unknown");
    }

    @Test
    void aCountThatPrometheusWasNeverQueriedForIsUnknownAfterAMinuteAndAHalf() {
        Situation late = allReported().cluster(null, false, new CountView.NotQueried()).decided();
        assertThat(condition(late.decide(), "PrometheusAgrees").reason()).isEqualTo("CountPending");
        assertThat(condition(late.after(Duration.ofSeconds(90)).decide(), "PrometheusAgrees").reason())
                .isEqualTo("CountUnknown");
    }

    @Test
    void afterALossTheResultIsNotComparedWithPrometheus() {
        RunDecision decision = running().cluster(null, false, new CountView.Counted(1)).after(TEN_SECONDS).decided()
                .reported(0, 10, 100, 0).with(0, WorkerState.Finished).ended(1, 0, "its pod was deleted").decide();
        assertThat(concluded(decision).verdict()).isEqualTo(Verdict.Invalid);
        assertThat(condition(decision, "PrometheusAgrees").status()).isEqualTo("Unknown");
        assertThat(condition(decision, "PrometheusAgrees").reason()).isEqualTo("CountUnknown");
    }
}
