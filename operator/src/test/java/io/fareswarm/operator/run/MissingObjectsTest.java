package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.protocol.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/// Runs whose Secret, Job or report is deleted, in each phase, with the same operator process and with the next one. What a
/// status contains is never replaced by less.
class MissingObjectsTest {
    private static final ObjectsView COMPLETE = new ObjectsView.Complete();
    private static final ObjectsView RESTORABLE = new ObjectsView.SecretMissing();
    private static final ObjectsView NO_SECRET = new ObjectsView.Lost("the Secret s of the run was deleted");
    private static final ObjectsView NO_JOB = new ObjectsView.Lost("the Job j was deleted");
    private static final Duration FOUR_SECONDS = Duration.ofSeconds(4);

    private static Situation preparing() {
        return Situation.fresh().decided().with(0, WorkerState.Waiting).created(1);
    }

    /// Four seconds of the duration of ten are in the status: 800 requests.
    private static Situation measuring() {
        return Situation.running().after(FOUR_SECONDS).reported(0, 4, 100, 0).reported(1, 4, 100, 0).decided();
    }

    private static Situation finishing() {
        return measuring().after(Duration.ofSeconds(6)).decided();
    }

    private static Situation finished() {
        return finishing().reported(0, 10, 100, 0).reported(1, 10, 100, 0).with(0, WorkerState.Finished)
                .with(1, WorkerState.Finished).decided();
    }

    private static LoadTestStatus ended(RunDecision decision, Phase phase) {
        assertThat(decision).isInstanceOf(RunDecision.StoreResult.class);
        assertThat(decision.status().phase()).isEqualTo(phase);
        return decision.status();
    }

    private static String message(LoadTestStatus status, String condition) {
        return Conditions.message(status.conditions(), condition).orElse("");
    }

    static Stream<Arguments> situations() {
        return Stream.of(
                argumentSet("Preparing, the Secret is missing", preparing().objects(RESTORABLE),
                        RunDecision.RestoreSecret.class, Phase.Preparing),
                argumentSet("Running, the Secret is missing", measuring().objects(RESTORABLE),
                        RunDecision.RestoreSecret.class, Phase.Running),
                argumentSet("Finishing, the Secret is missing", finishing().objects(RESTORABLE),
                        RunDecision.RestoreSecret.class, Phase.Finishing),
                argumentSet("Preparing, the Secret is lost", preparing().forgotten().objects(NO_SECRET),
                        RunDecision.StoreResult.class, Phase.Error),
                argumentSet("Running, the Secret is lost", measuring().forgotten().objects(NO_SECRET),
                        RunDecision.StoreResult.class, Phase.Finished),
                argumentSet("Finishing, the Secret is lost", finishing().forgotten().objects(NO_SECRET),
                        RunDecision.StoreResult.class, Phase.Finished),
                argumentSet("Preparing, the Job is deleted", preparing().objects(NO_JOB),
                        RunDecision.StoreResult.class, Phase.Error),
                argumentSet("Running, the Job is deleted, and its workers still report", measuring().objects(NO_JOB),
                        RunDecision.NoAction.class, Phase.Running),
                argumentSet("Running, the Job is deleted, and a worker with it",
                        measuring().ended(0, 0, "its pod was deleted").objects(NO_JOB),
                        RunDecision.NoAction.class, Phase.Running),
                argumentSet("Running, the Job is deleted, and all workers with it",
                        measuring().ended(0, 0, "its pod was deleted").ended(1, 0, "its pod was deleted")
                                .objects(NO_JOB),
                        RunDecision.StoreResult.class, Phase.Finished),
                argumentSet("Running, the Job is deleted, and the operator restarted",
                        measuring().forgotten().objects(NO_JOB), RunDecision.StoreResult.class, Phase.Finished),
                argumentSet("Finishing, the Job is deleted, and workers still report",
                        finishing().objects(NO_JOB), RunDecision.NoAction.class, Phase.Finishing),
                argumentSet("Finished, nothing else is left", finished().forgotten().objects(COMPLETE),
                        RunDecision.NoAction.class, Phase.Finished));
    }

    @ParameterizedTest
    @MethodSource("situations")
    void aMissingObjectIsRestoredOrEndsTheRun(Situation situation, Class<? extends RunDecision> decision, Phase phase) {
        assertThat(situation.decide()).isInstanceOf(decision);
        assertThat(situation.decide().status().phase()).isEqualTo(phase);
    }

    @Test
    void aRunThatLostItsSecretAndItsOperatorHasTheFiguresOfTheLastStatusAndSaysWhy() {
        LoadTestStatus status = ended(
                measuring().after(Duration.ofSeconds(3)).forgotten().objects(NO_SECRET).decide(), Phase.Finished);

        assertThat(Objects.requireNonNull(status.result()).requests()).isEqualTo(800);
        assertThat(Objects.requireNonNull(status.thresholds()).getFirst().observed()).isEqualTo("0%");
        assertThat(status.verdict()).isEqualTo(Verdict.Invalid);
        assertThat(message(status, "Complete")).isEqualTo("the Secret s of the run was deleted");
        assertThat(message(status, "WorkersReady")).isEqualTo("the Secret s of the run was deleted");
        assertThat(message(status, "ThresholdsPassed")).isEqualTo("the Secret s of the run was deleted; the figures are"
                + " those of the last status, 4 s after the start of the duration, and what happened later is unknown");
        assertThat(status.workers()).isEqualTo(new WorkersStatus(2, 0, 2, 0, 12L));
    }

    @Test
    void aRunThatCannotStartBecauseAnObjectWasDeletedSaysSo() {
        LoadTestStatus status = ended(preparing().objects(NO_JOB).decide(), Phase.Error);
        assertThat(message(status, "Complete")).isEqualTo("the Job j was deleted");
    }

    @Test
    void theRunOverTimeIsStoredAlsoWhileAReplacementIsAwaited() {
        Situation awaiting = Situation.running("1m").after(FOUR_SECONDS).reported(0, 4, 100, 0).reported(1, 4, 100, 0)
                .ended(1, 0, "exited with status 1").decided();
        assertThat(awaiting.decide()).isInstanceOf(RunDecision.CreateWorkers.class);
        assertThat(awaiting.seriesDue().decide()).isInstanceOf(RunDecision.StoreProgress.class);
    }

    @Test
    void theReportsOfADeletedJobsWorkersCount() {
        LoadTestStatus status = ended(measuring().reported(0, 6, 100, 0).ended(0, 0, "its pod was deleted")
                .reported(1, 5, 100, 0).ended(1, 0, "its pod was deleted").objects(NO_JOB).decide(), Phase.Finished);

        assertThat(Objects.requireNonNull(status.result()).requests()).isEqualTo(1100);
        assertThat(status.verdict()).isEqualTo(Verdict.Invalid);
        assertThat(message(status, "Complete")).isEqualTo("the Job j was deleted");
        assertThat(message(status, "WorkersReady")).contains("worker 0: its pod was deleted",
                "9 worker-seconds are lost");
    }

    @Test
    void aRestartedOperatorThatCannotReadALostWorkersReportKeepsTheFiguresOfTheLastStatus() {
        Situation restarted = measuring().forgotten().with(0, WorkerState.Running).reported(0, 5, 100, 0)
                .endedUnseen(1, 2);

        RunDecision running = restarted.decide();
        assertThat(Objects.requireNonNull(running.status().result()).requests()).isEqualTo(800);

        LoadTestStatus later = restarted.reported(0, 9, 100, 0).decide().status();
        assertThat(Objects.requireNonNull(later.result()).requests()).isEqualTo(900);
    }

    @Test
    void aRunOfWhichLessCanBeReadAtItsEndThanItsStatusHasIsInvalidAndSaysHowMuch() {
        LoadTestStatus status = ended(measuring().forgotten().with(0, WorkerState.Running).reported(0, 5, 100, 0)
                .endedUnseen(1, 2).after(Duration.ofSeconds(6)).decided().with(0, WorkerState.Finished).decide(),
                Phase.Finished);

        assertThat(Objects.requireNonNull(status.result()).requests()).isEqualTo(800);
        assertThat(status.verdict()).isEqualTo(Verdict.Invalid);
        assertThat(message(status, "ThresholdsPassed")).startsWith(
                "expected reports with the 800 requests of the last status, found reports with 500");
    }
}
