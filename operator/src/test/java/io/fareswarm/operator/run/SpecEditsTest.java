package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.Load;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus.Edit;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.Strip;
import io.fareswarm.api.LoadTestStatus.ThresholdFigures;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.LoadTestStatus.Windows;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;
import io.fareswarm.api.Threshold;
import io.fareswarm.api.Workers;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.LoadRevision;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.WorkerState;

import static io.fareswarm.operator.run.Situation.running;
import static org.assertj.core.api.Assertions.assertThat;

/// Tests of edits of the spec during a run.
class SpecEditsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Threshold SLOW = new Threshold("p99", null, null,
            new Threshold.LatencyLimit(99.0, "5ms", null), null);

    private static LoadTestSpec with(LoadTestSpec spec, @Nullable String duration, Load load,
            @Nullable List<Threshold> thresholds) {
        return Specs.with(Specs.with(Specs.with(spec, "duration", duration), "load", load), "thresholds", thresholds);
    }

    private static LoadTestSpec with(LoadTestSpec spec, Load load) {
        return with(spec, spec.duration(), load, spec.thresholds());
    }

    private static LoadTestSpec users(LoadTestSpec spec, int count) {
        Load.Users users = Objects.requireNonNull(spec.load().users());
        return with(spec, new Load(new Load.Users(count, users.spawnRate(), null, users.pause()), null));
    }

    private static LoadTestSpec lasting(LoadTestSpec spec, String duration) {
        return with(spec, duration, spec.load(), spec.thresholds());
    }

    private static LoadTestSpec judgedBy(LoadTestSpec spec, Threshold... thresholds) {
        return with(spec, spec.duration(), spec.load(), List.of(thresholds));
    }

    /// Ten seconds of a minute are over.
    private static Situation tenSeconds() {
        return running("1m").after(SECOND.multipliedBy(10)).reported(0, 10, 100, 0).reported(1, 10, 100, 0);
    }

    private static List<Edit> edits(RunDecision decision) {
        return Objects.requireNonNull(decision.status().run()).allEdits();
    }

    private static String progress(RunDecision decision) {
        return Conditions.find(decision.status().conditions(), "Progressing").orElseThrow().message();
    }

    @Test
    void theStatusContainsAnEditWithItsSecondBeforeAnyWorkerGetsIt() {
        Situation edited = tenSeconds().edited(spec -> lasting(users(spec, 20), "90s"));
        RunDecision decision = edited.decide();
        assertThat(decision).isInstanceOf(RunDecision.NoAction.class);
        assertThat(edits(decision)).containsExactly(
                new Edit(1, 15, "load.users.count 10 -> 20, duration 1m -> 90s", "90s", 20, 10.0, null, null));
        assertThat(progress(decision)).as("nothing waits").isEmpty();
        assertThat(progress(edited.decided().decide())).as("nothing waits").isEmpty();
    }

    @Test
    void anEditIsSentUntilEveryWorkerHasIt() {
        Situation edited = tenSeconds().edited(spec -> lasting(users(spec, 20), "90s")).decided();
        assertThat(edited.decide()).isInstanceOfSatisfying(RunDecision.Revise.class, revise -> {
            assertThat(revise.workers()).containsExactly("worker-0", "worker-1");
            assertThat(revise.revision()).isEqualTo(
                    new LoadRevision("default/rush/1", 90_000, List.of(new LoadChange(15, 20, 10.0, null))));
        });
        assertThat(edited.revised(1).decide()).isInstanceOf(RunDecision.NoAction.class);
    }

    @Test
    void aWorkersRejectionOfAnEditIsShownInTheWorkersWords() {
        Situation rejected = tenSeconds().edited(spec -> users(spec, 20)).decided().rejected(0, "too late")
                .rejected(1, "expected a users' count up to 15, found 20");
        assertThat(progress(rejected.decide())).isEqualTo("an edit was rejected by worker 0 and 1 more: too late");
        RunDecision end = rejected.decided().after(SECOND.multipliedBy(60)).finished(0, SECOND.multipliedBy(60))
                .finished(1, SECOND.multipliedBy(60)).rejected(1, "expected a users' count up to 15, found 20")
                .decide();
        assertThat(end).isInstanceOf(RunDecision.StoreResult.class);
        assertThat(progress(end)).isEqualTo(
                "an edit was rejected by worker 1: expected a users' count up to 15, found 20");
    }

    @Test
    void aWorkersRejectionOfAnEditIsShownUpToTheBoundOfAMessage() {
        Situation rejected = tenSeconds().edited(spec -> users(spec, 20)).decided().rejected(0, "x".repeat(5000));
        assertThat(progress(rejected.decide())).hasSize(1024).endsWith("x…");
    }

    @Test
    void aReplacementGetsTheEditsBeforeItsTakeover() {
        Situation lost = tenSeconds().edited(spec -> users(spec, 20)).decided().revised(1).ended(1, 0, "killed")
                .decided()
                .after(SECOND.multipliedBy(10)).successor(1);
        assertThat(lost.decide()).isInstanceOfSatisfying(RunDecision.TakeOver.class, takeOver -> {
            Slice slice = takeOver.slices().values().iterator().next();
            assertThat(slice.share().fromSecond()).isEqualTo(22);
            assertThat(Objects.requireNonNull(slice.workload().load().users()).count()).as("users at the start")
                    .isEqualTo(10);
            assertThat(slice.workload().changes()).containsExactly(new LoadChange(15, 20, 10.0, null));
        });
    }

    @Test
    void anExtendedRunGoesOnAndIsJudgedOverTheWholeDuration() {
        Situation over = running("1m").edited(spec -> lasting(spec, "70s")).decided().revised(1)
                .after(SECOND.multipliedBy(65)).decided();
        assertThat(Objects.requireNonNull(over.status()).phase()).isEqualTo(Phase.Running);
        RunDecision end = over.after(SECOND.multipliedBy(5)).decided().reported(0, 70, 100, 0).reported(1, 70, 100, 0)
                .with(0, WorkerState.Finished).with(1, WorkerState.Finished).decide();
        assertThat(end).isInstanceOf(RunDecision.StoreResult.class);
        assertThat(end.status().verdict()).isEqualTo(Verdict.Passed);
        assertThat(Objects.requireNonNull(end.status().result()).throughput()).isEqualTo(200);
        assertThat(edits(end)).hasSize(1);
    }

    @Test
    void aShortenedRunEndsEarlierAndLosesNothing() {
        Situation shorter = tenSeconds().edited(spec -> lasting(spec, "20s")).decided().revised(1)
                .after(SECOND.multipliedBy(10)).decided();
        assertThat(Objects.requireNonNull(shorter.status()).phase()).isEqualTo(Phase.Finishing);
        RunDecision end = shorter.reported(0, 20, 100, 0).reported(1, 20, 100, 0).with(0, WorkerState.Finished)
                .with(1, WorkerState.Finished).decide();
        assertThat(end.status().verdict()).isEqualTo(Verdict.Passed);
    }

    @Test
    void aDurationThatIsOverBeforeTheEditCanTakeEffectWaitsForTheNextRun() {
        for (String duration : List.of("5s", "15s")) {
            RunDecision decision = tenSeconds().edited(spec -> lasting(spec, duration)).decide();
            assertThat(edits(decision)).isEmpty();
            assertThat(progress(decision))
                    .isEqualTo("the spec was edited after the run began (a duration of " + duration
                            + " is over before the edit could take effect): raise spec.run to 2 to run the edited spec");
        }
        assertThat(edits(tenSeconds().edited(spec -> lasting(spec, "16s")).decide())).hasSize(1);
    }

    @Test
    void inItsLastSecondsARunAppliesNoEdit() {
        RunDecision decision = tenSeconds().after(SECOND.multipliedBy(45)).edited(spec -> users(spec, 20)).decide();
        assertThat(edits(decision)).isEmpty();
        assertThat(progress(decision)).contains("the run is over before the edit could take effect");
    }

    @Test
    void aRunAppliesTenEditsAtMost() {
        Situation situation = running("1h");
        for (int edit = 1; edit <= 11; edit++) {
            int users = 10 + edit;
            situation.after(SECOND).edited(spec -> users(spec, users)).decided().revised(Math.min(edit, 10));
        }
        assertThat(edits(situation.decide())).hasSize(10);
        assertThat(progress(situation.decide())).contains("a run applies 10 edits at most");
    }

    @Test
    void newThresholdsAreJudgedOverTheWholeRun() {
        RunDecision end = tenSeconds().edited(spec -> judgedBy(spec, SLOW)).decided().revised(1)
                .after(SECOND.multipliedBy(50)).decided().reported(0, 60, 100, 0).reported(1, 60, 100, 0)
                .with(0, WorkerState.Finished).with(1, WorkerState.Finished).decide();
        assertThat(end.status().verdict()).isEqualTo(Verdict.Failed);
        assertThat(edits(end)).singleElement().satisfies(edit -> {
            assertThat(edit.change()).isEqualTo("thresholds");
            assertThat(edit.thresholds()).containsExactly(SLOW);
        });
    }

    private static Threshold window(String max) {
        return new Threshold("p99", null, null, new Threshold.LatencyLimit(99.0, max, null), null, null, null, null,
                null,
                "2s",
                null);
    }

    @Test
    void anEditedWindowIsJudgedFromTheSecondOfTheEditOn() {
        Situation strict = running("1m").threshold(window("5ms")).edited(spec -> spec).after(SECOND.multipliedBy(10))
                .reported(0, 10, 100, 0).reported(1, 10, 100, 0).decided();
        assertThat(Objects.requireNonNull(Objects.requireNonNull(strict.status()).thresholds()).getFirst().passed())
                .isFalse();
        RunDecision decision = strict.edited(spec -> judgedBy(spec, window("50ms"))).decide();
        assertThat(decision.status().thresholds()).containsExactly(new ThresholdResult("p99", "no whole window",
                "<= 50ms in each 2s", false, new Windows(15, 0, 0, null, null, null),
                new ThresholdFigures(null, 50, "ms", true)));
        RunDecision later = strict.decided().revised(1).after(SECOND.multipliedBy(10)).reported(0, 20, 100, 0)
                .reported(1, 20, 100, 0).decide();
        assertThat(Objects.requireNonNull(later.status().thresholds()).getFirst().windows())
                .isEqualTo(new Windows(19, 2, 0, 15L, 10.0, new Strip(15, 2, "++")));
    }

    @Test
    void aGoodputLatencyThatWorkersDoNotCountWaitsForTheNextRun() {
        RunDecision decision = tenSeconds()
                .edited(spec -> judgedBy(spec, new Threshold("good", null, null, null, null, null,
                        null, new Threshold.Goodput("250ms", "99%"), null, null, null)))
                .decide();
        assertThat(edits(decision)).isEmpty();
        assertThat(progress(decision)).contains("goodput.within cannot change during a run");
    }

    @Test
    void anEditThatExceedsTheLimitsWaitsForTheNextRun() {
        RunDecision decision = tenSeconds().edited(spec -> lasting(spec, "30s"))
                .limits(new ClusterView.LimitView(new Admission.Admitted(),
                        "900 of 1000 arrivals per second are in use"))
                .decide();
        assertThat(edits(decision)).isEmpty();
        assertThat(progress(decision)).contains("900 of 1000 arrivals per second are in use");
    }

    @Test
    void aThresholdOfAnUnknownTaskWaitsForTheNextRun() {
        RunDecision decision = tenSeconds().edited(spec -> judgedBy(spec,
                new Threshold("p99", "other", null, new Threshold.LatencyLimit(99.0, "5ms", null), null))).decide();
        assertThat(edits(decision)).isEmpty();
        assertThat(progress(decision)).contains("a threshold names the task 'other', which the run does not have");
    }

    @Test
    void theRunAppliesWhatItCanOfAnEditAndReportsThatTheRestWaits() {
        Situation edited = tenSeconds().edited(spec -> {
            Load.Users users = Objects.requireNonNull(spec.load().users());
            return with(spec,
                    new Load(new Load.Users(30, users.spawnRate(), null, new Load.Wait(null, "7s", null, null)),
                            null));
        });
        assertThat(edits(edited.decide())).singleElement()
                .satisfies(edit -> assertThat(edit.users()).isEqualTo(30));
        RunDecision decision = edited.decided().revised(1).decide();
        assertThat(edits(decision)).hasSize(1);
        assertThat(progress(decision)).contains("raise spec.run to 2");
    }

    @Test
    void anotherKindOfLoadWaitsForTheNextRun() {
        RunDecision decision = tenSeconds().edited(spec -> with(spec,
                new Load(null, new Load.Arrivals(5.0, null, Load.Distribution.constant, 100)))).decide();
        assertThat(edits(decision)).isEmpty();
        assertThat(progress(decision)).contains("raise spec.run to 2");
    }

    private static LoadTestSpec workers(LoadTestSpec spec, int count) {
        return Specs.with(spec, "workers", new Workers(count, null, null));
    }

    @Test
    void anotherNumberOfWorkersWaitsForTheNextRun() {
        for (int count : List.of(1, 3)) {
            Situation edited = tenSeconds().edited(spec -> workers(spec, count));
            RunDecision decision = edited.decide();
            assertThat(decision).isInstanceOf(RunDecision.NoAction.class);
            assertThat(edits(decision)).isEmpty();
            assertThat(progress(decision))
                    .isEqualTo("the spec was edited after the run began: raise spec.run to 2 to run the edited spec");
            assertThat(decision.status().workers()).isEqualTo(new WorkersStatus(2, 2));

            RunDecision end = edited.decided().after(SECOND.multipliedBy(50)).decided().reported(0, 60, 100, 0)
                    .reported(1, 60, 100, 0).with(0, WorkerState.Finished).with(1, WorkerState.Finished).decide();
            assertThat(end.status().verdict()).isEqualTo(Verdict.Passed);
            assertThat(end.status().workers()).isEqualTo(new WorkersStatus(2, 2));

            RunDecision next = edited.decided().run(2).startedWithCurrentSpec().decide();
            assertThat(next).isInstanceOfSatisfying(RunDecision.CreateWorkers.class,
                    create -> assertThat(create.attempts()).hasSize(count));
            assertThat(next.status().workers()).isEqualTo(new WorkersStatus(count, 0));
        }
    }

    @Test
    void anEditTakesEffectWithoutItsNumberOfWorkers() {
        Situation edited = tenSeconds().edited(spec -> workers(users(spec, 20), 3)).decided();
        assertThat(edits(edited.decide())).extracting(Edit::change).containsExactly("load.users.count 10 -> 20");
        assertThat(edited.decide()).isInstanceOfSatisfying(RunDecision.Revise.class,
                revise -> assertThat(revise.workers()).containsExactly("worker-0", "worker-1"));
        assertThat(progress(edited.revised(1).decide())).contains("raise spec.run to 2");
    }

    @Test
    void twoEditsInOneSecondTakeEffectOneAfterTheOther() {
        Situation edited = tenSeconds().edited(spec -> users(spec, 20)).decided().revised(1)
                .edited(spec -> users(spec, 30)).decided();
        assertThat(edits(edited.decide())).extracting(Edit::second).containsExactly(15L, 16L);
        assertThat(edits(edited.decide())).extracting(Edit::users).containsExactly(20, 30);
    }

    @Test
    void anUnchangedObservationChangesNothing() {
        for (Situation situation : List.of(tenSeconds().edited(spec -> users(spec, 20)).decided().revised(1),
                tenSeconds().edited(spec -> lasting(spec, "5s")))) {
            var written = situation.decided().status();
            RunDecision again = situation.after(Duration.ofMillis(1)).decide();
            assertThat(again).isInstanceOf(RunDecision.NoAction.class);
            assertThat(again.status()).isEqualTo(written);
        }
    }
}
