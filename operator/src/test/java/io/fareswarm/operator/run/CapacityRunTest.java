package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.api.CapacityStatus.Purpose;
import io.fareswarm.api.CapacityStatus.Step;
import io.fareswarm.api.Load;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.ThresholdFigures;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.Threshold;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/// Tests of a run that searches for the capacity: its steps, its end and its verdict.
class CapacityRunTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static Load.Capacity capacity(double max) {
        return new Load.Capacity(50.0, max, "5%", "95%", new Load.StepLength("10s", "20s"), "10m", 5000);
    }

    private static Situation running(double max) {
        return Situation.running(new Load(null, null, capacity(max)));
    }

    private static CapacityStatus search(RunDecision decision) {
        return Objects.requireNonNull(decision.status().capacity());
    }

    private static List<Step> steps(RunDecision decision) {
        return search(decision).steps();
    }

    /// So many seconds are over since the start, in each of which both workers reported so many requests.
    private static Situation reported(Situation situation, int seconds, int requests, int failures) {
        return situation.reported(0, seconds, requests, failures).reported(1, seconds, requests, failures);
    }

    @Test
    void aWorkersSliceHasTheFirstRateAsPoissonArrivals() {
        RunDecision decision = Situation.preparing(new Load(null, null, capacity(1000))).decided()
                .with(0, WorkerState.Waiting).with(1, WorkerState.Waiting).decide();
        assertThat(decision).isInstanceOfSatisfying(RunDecision.AssignSlices.class,
                assign -> assertThat(assign.slices().values()).allSatisfy(slice -> {
                    assertThat(slice.workload().load()).isEqualTo(
                            new Load(null, new Load.Arrivals(50.0, null, Load.Distribution.poisson, 5000)));
                    assertThat(slice.workload().changes()).isEmpty();
                    assertThat(slice.timing().durationMillis()).isEqualTo(600_000);
                }));
    }

    @Test
    void theStatusContainsAStepBeforeAnyWorkerReceivesIt() {
        Situation first = reported(running(1000).after(SECOND.multipliedBy(12)), 12, 25, 0);
        RunDecision decision = first.decide();
        assertThat(decision).isInstanceOf(RunDecision.NoAction.class);
        assertThat(steps(decision)).extracting(Step::second, Step::rate, Step::purpose)
                .containsExactly(tuple(0L, 50.0, Purpose.ramp), tuple(17L, 100.0, Purpose.ramp));
        assertThat(first.decided().decide()).isInstanceOfSatisfying(RunDecision.Revise.class, revise -> {
            assertThat(steps(revise)).extracting(Step::countsFrom).containsOnlyNulls();
            assertThat(revise.workers()).containsExactly("worker-0", "worker-1");
            assertThat(revise.revision().changes()).containsExactly(new LoadChange(17, null, null, 100.0));
        });
        assertThat(first.after(SECOND).revised(1).decide()).isInstanceOf(RunDecision.NoAction.class);
        assertThat(steps(first.decide())).hasSize(2).extracting(Step::countsFrom).containsOnlyNulls();
    }

    @Test
    void aStepCountsItsSecondsAfterTheFirstTwoUntilTheNextStepBegins() {
        Situation first = reported(running(1000).after(SECOND.multipliedBy(12)), 12, 25, 0).decided().revised(1);
        Situation second = reported(first.after(SECOND.multipliedBy(10)), 22, 50, 0);
        List<Step> steps = steps(second.decide());
        assertThat(steps.getFirst().counts()).satisfies(counts -> {
            assertThat(counts.complete()).isTrue();
            assertThat(counts.seconds()).isEqualTo(15);
            assertThat(counts.requests()).isEqualTo(10 * 50 + 5 * 100);
            assertThat(counts.p99()).isEqualTo(10);
            assertThat(counts.passed()).isTrue();
        });
        assertThat(steps.getLast().counts()).satisfies(counts -> {
            assertThat(counts.complete()).isFalse();
            assertThat(counts.seconds()).isEqualTo(3);
        });
    }

    @Test
    void anOverloadEndsTheStepAndLeavesTheTargetTimeBeforeTheNext() {
        Situation overloaded = reported(running(1000).after(SECOND.multipliedBy(12)), 12, 25, 0).decided().revised(1)
                .after(SECOND.multipliedBy(10));
        Situation failing = reported(reported(overloaded, 18, 25, 0), 22, 50, 40);
        RunDecision decision = failing.decide();
        Step narrow = steps(decision).getLast();
        assertThat(narrow.purpose()).isEqualTo(Purpose.narrow);
        assertThat(narrow.rate()).isBetween(50.0, 100.0);
        assertThat(narrow.pauseSeconds()).isPositive();
        assertThat(failing.decided().decide()).isInstanceOfSatisfying(RunDecision.Revise.class,
                revise -> assertThat(revise.revision().changes()).containsExactly(
                        new LoadChange(17, null, null, 100.0),
                        new LoadChange(narrow.second() - narrow.pauseSeconds(), null, null, 0.0),
                        new LoadChange(narrow.second(), null, null, narrow.rate())));
    }

    /// The search of a target that holds every limit up to the greatest rate, 50/s: one step, and the one that confirms it.
    private static Situation confirmed(Situation begun) {
        Situation ramp = reported(begun.after(SECOND.multipliedBy(12)), 12, 25, 0).decided().revised(1);
        return reported(ramp.after(SECOND.multipliedBy(28)), 40, 25, 0);
    }

    @Test
    void theRunEndsWithTheSearchAndItsVerdictIsThatOfTheCapacity() {
        Situation confirmed = confirmed(running(50));
        RunDecision end = confirmed.decide();
        assertThat(end).isInstanceOf(RunDecision.StopWorkers.class);
        assertThat(end.status().phase()).isEqualTo(Phase.Finishing);
        RunDecision over = confirmed.decided().finished(0, SECOND.multipliedBy(40)).finished(1, SECOND.multipliedBy(40))
                .decide();
        assertThat(over.status().verdict()).isEqualTo(Verdict.Passed);
        CapacityStatus found = search(over);
        assertThat(found.rate()).isEqualTo(50);
        assertThat(found.limitedBy()).isEqualTo(CapacityStatus.MAX);
        assertThat(found.lower()).isEqualTo(50);
        assertThat(found.upper()).isNull();
        assertThat(found.confirmed()).isTrue();
        assertThat(over.status().columns()).satisfies(columns -> assertThat(columns.capacity()).isEqualTo("50.00"));
        assertThat(Conditions.message(over.status().conditions(), "Complete"))
                .contains("capacity 50/s (at least 50/s), limited by max");
    }

    @Test
    void aThresholdOnTheCapacityIsJudgedByTheRateFound() {
        Threshold failures = new Threshold("failures", null, new Threshold.FailureRatio("1%"), null, null);
        Threshold enough = new Threshold("enough", null, null, null, null, null, null, null,
                new Threshold.CapacityLimit(60), null, null);
        Situation begun = Situation.running(new Load(null, null, capacity(50)));
        RunDecision over = confirmed(begun.edited(spec -> Specs.with(spec, "thresholds", List.of(failures, enough)))
                .startedWithCurrentSpec()).decided().finished(0, SECOND.multipliedBy(40))
                .finished(1, SECOND.multipliedBy(40)).decide();
        assertThat(over.status().verdict()).isEqualTo(Verdict.Failed);
        assertThat(over.status().thresholds()).containsExactly(
                new ThresholdResult("failures", "0%", "<= 1%", true, null, new ThresholdFigures(0.0, 1, "%", true)),
                new ThresholdResult("enough", "50/s", ">= 60/s", false, null,
                        new ThresholdFigures(50.0, 60, "/s", false)));
    }

    @Test
    void aTargetThatExceedsALimitAtEachRateHasNoCapacityAndFails() {
        Situation failing = running(1000);
        int second = 0;
        RunDecision decision = failing.decide();
        for (int steps = 0; !(decision instanceof RunDecision.StopWorkers); steps++) {
            assertThat(steps).isLessThan(500);
            second++;
            decision = reported(failing.after(SECOND), second, 25, 25).decide();
            failing.decided();
            if (decision instanceof RunDecision.Revise revise) {
                failing.revised(revise.revision().number());
            }
        }
        RunDecision over = failing.finished(0, SECOND.multipliedBy(second)).finished(1, SECOND.multipliedBy(second))
                .decide();
        assertThat(over.status().verdict()).isEqualTo(Verdict.Failed);
        assertThat(search(over).rate()).isZero();
        assertThat(search(over).limitedBy()).isEqualTo("failures");
        assertThat(Conditions.message(over.status().conditions(), "Complete"))
                .hasValueSatisfying(message -> assertThat(message).startsWith("no capacity"));
    }

    @Test
    void aLateGeneratorEndsTheSearchAndTheRunIsInvalidWithTheNumberOfWorkersItNeeds() {
        Situation first = reported(running(1000).after(SECOND.multipliedBy(12)), 12, 25, 0).decided().revised(1);
        Situation late = reported(first.after(SECOND.multipliedBy(18)), 18, 25, 0).reportedLate(0, 30, 50)
                .reportedLate(1, 30, 50);
        RunDecision end = late.decide();
        assertThat(end).isInstanceOf(RunDecision.StopWorkers.class);
        RunDecision over = late.decided().finished(0, SECOND.multipliedBy(30)).finished(1, SECOND.multipliedBy(30))
                .decide();
        assertThat(over.status().verdict()).isEqualTo(Verdict.Invalid);
        assertThat(Conditions.message(over.status().conditions(), "ThresholdsPassed")).contains(
                "at 100/s the generator was too late in 11 of 11 seconds, so the target was not measured: use at least 4 workers, or give the workers more CPU");
    }

    @Test
    void aSecondThatALostWorkerDidNotReportDoesNotCount() {
        Situation lost = running(1000).after(SECOND.multipliedBy(12)).reported(0, 12, 25, 0).reported(1, 6, 25, 0)
                .ended(1, 0, "exited with status 137");
        assertThat(steps(lost.decide()).getFirst().counts())
                .satisfies(counts -> assertThat(counts.seconds()).isEqualTo(4));
    }

    @Test
    void aRestartedOperatorGoesOnWithTheStepsOfTheStatus() {
        Situation first = reported(running(1000).after(SECOND.multipliedBy(12)), 12, 25, 0).decided().revised(1);
        Situation second = reported(first.after(SECOND.multipliedBy(10)), 22, 50, 0).decided();
        List<Step> before = steps(second.decide());
        Situation restarted = second.forgotten().with(0, WorkerState.Running).with(1, WorkerState.Running).revised(1);
        assertThat(steps(restarted.decide())).isEqualTo(before);
    }

    @Test
    void aSecondDecisionInAnUnchangedWorldChangesNothing() {
        Situation first = reported(running(1000).after(SECOND.multipliedBy(12)), 12, 25, 0).decided().revised(1);
        RunDecision decision = first.decide();
        assertThat(first.decided().decide()).isEqualTo(decision);
    }

    @Test
    void anEditOfTheLoadWaitsForTheNextRun() {
        Situation edited = reported(running(1000).after(SECOND.multipliedBy(3)), 3, 25, 0)
                .edited(spec -> Specs.with(spec, "load", new Load(null, null, capacity(2000))));
        RunDecision decision = edited.decide();
        assertThat(Conditions.message(decision.status().conditions(), "Progressing"))
                .contains("the spec was edited after the run began: raise spec.run to 2 to run the edited spec");
        assertThat(Objects.requireNonNull(decision.status().run()).allEdits()).isEmpty();
    }

    @Test
    void aStepThatWorkersReceivedLateCountsOnlyAfterwards() {
        Situation first = reported(running(1000).after(SECOND.multipliedBy(12)), 12, 25, 0).decided();
        Situation late = reported(first.after(SECOND.multipliedBy(20)), 32, 25, 0);
        RunDecision decision = late.decide();
        assertThat(decision).isInstanceOf(RunDecision.Revise.class);
        assertThat(steps(decision).getLast().countsFrom()).isEqualTo(37);
        late.decided().revised(1);
        RunDecision after = reported(late.after(SECOND.multipliedBy(10)), 42, 50, 0).decide();
        assertThat(steps(after).getLast().counts())
                .satisfies(counts -> assertThat(counts.seconds()).isEqualTo(42 - 37 - 2));
    }

    @Test
    void aStepThatAWorkerRejectsEndsTheSearchAndTheRunIsInvalid() {
        Situation rejected = reported(running(1000).after(SECOND.multipliedBy(12)), 12, 25, 0).decided()
                .rejected(1, "expected a rate");
        RunDecision end = rejected.revised(1).rejected(1, "expected a rate").decide();
        assertThat(end).isInstanceOf(RunDecision.StopWorkers.class);
    }

    @Test
    void aSearchThatIsStoppedInItsFirstSecondsIsInvalid() {
        Situation stopped = reported(running(1000).after(SECOND.multipliedBy(2)), 2, 25, 0).stopRun(1).decided();
        RunDecision over = stopped.finished(0, SECOND.multipliedBy(2)).finished(1, SECOND.multipliedBy(2)).decide();
        assertThat(over.status().verdict()).isEqualTo(Verdict.Invalid);
        assertThat(Conditions.message(over.status().conditions(), "ThresholdsPassed"))
                .contains("no step of the search was measured");
    }

    @Test
    void anEditFromUsersToASearchWaitsForTheNextRun() {
        Threshold enough = new Threshold("enough", null, null, null, null, null, null, null,
                new Threshold.CapacityLimit(60), null, null);
        Situation edited = reported(Situation.running("1m").after(SECOND.multipliedBy(3)), 3, 25, 0)
                .edited(spec -> Specs.with(Specs.with(Specs.with(spec, "duration", null), "load",
                        new Load(null, null, capacity(2000))), "thresholds", List.of(enough)));
        RunDecision decision = edited.decide();
        assertThat(Objects.requireNonNull(decision.status().run()).allEdits()).isEmpty();
        assertThat(Conditions.message(decision.status().conditions(), "Progressing"))
                .hasValueSatisfying(message -> assertThat(message).contains("raise spec.run to 2"));
    }

    @Test
    void theRateOfAStepIsNeverAboveTheMaximum() {
        Situation begun = Situation.running(new Load(null, null,
                new Load.Capacity(100.0, 123.456, "5%", "95%", new Load.StepLength("10s", "20s"), "10m", 5000)));
        RunDecision next = reported(begun.after(SECOND.multipliedBy(12)), 12, 50, 0).decide();
        assertThat(steps(next)).extracting(Step::rate).containsExactly(100.0, 123.456);
    }
}
