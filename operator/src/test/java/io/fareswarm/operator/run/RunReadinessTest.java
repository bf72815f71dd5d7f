package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.Condition;
import io.fareswarm.api.Threshold;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.protocol.WorkerState;

import static io.fareswarm.operator.run.Situation.fresh;
import static io.fareswarm.operator.run.Situation.running;
import static org.assertj.core.api.Assertions.assertThat;

class RunReadinessTest {
    private static final List<String> SUMMARIES = List.of("Ready", "Reconciling", "Stalled", "Passed");
    private static final String IN_PROGRESS = "Ready=Unknown Reconciling=True Passed=Unknown";
    private static final String STALLED = "Ready=False Stalled=True Passed=False";

    /// The conditions that kstatus and `kubectl wait` read, such as `Ready=True Passed=True`.
    private static String summary(RunDecision decision) {
        return SUMMARIES.stream()
                .flatMap(type -> Conditions.find(decision.status().conditions(), type).stream())
                .map(one -> one.type() + "=" + one.status()).collect(Collectors.joining(" "));
    }

    private static Condition ready(RunDecision decision) {
        return Conditions.find(decision.status().conditions(), "Ready").orElseThrow();
    }

    private static Situation allReported() {
        return running().after(Duration.ofSeconds(10)).decided().reported(0, 10, 100, 0).reported(1, 10, 100, 0)
                .with(0, WorkerState.Finished).with(1, WorkerState.Finished);
    }

    @Test
    void eachPhaseBeforeTheEndIsReconcilingWithItsReason() {
        RunDecision pending = fresh().target(new TargetView.NotReady("FareModel taxi is not available")).decide();
        RunDecision preparing = fresh().decided().withProblem(0, "no image").decide();
        RunDecision active = running().decide();
        RunDecision finishing = running().after(Duration.ofSeconds(10)).decide();
        assertThat(List.of(pending, preparing, active, finishing)).extracting(RunReadinessTest::summary)
                .containsOnly(IN_PROGRESS);
        assertThat(List.of(pending, preparing, active, finishing)).extracting(decision -> ready(decision).reason())
                .containsExactly("TargetNotReady", "Preparing", "Running", "Finishing");
        assertThat(ready(pending).message()).isEqualTo("FareModel taxi is not available");
        assertThat(ready(preparing).message()).isEqualTo("workers are starting; no image");
    }

    @Test
    void aPassedRunIsReady() {
        RunDecision passed = allReported().decide();
        assertThat(summary(passed)).isEqualTo("Ready=True Passed=True");
        assertThat(ready(passed).reason()).isEqualTo("Passed");
        assertThat(summary(allReported().decided().unseen(0).unseen(1).decide())).isEqualTo("Ready=True Passed=True");
    }

    @Test
    void aFailedAndAnInvalidRunAndOneThatCouldNotStartAreStalledAndSayWhy() {
        RunDecision failed = allReported().threshold(
                new Threshold("p99", null, null, new Threshold.LatencyLimit(99.0, "5ms", null), null)).decide();
        RunDecision invalid = running().after(Duration.ofSeconds(10)).decided().reported(0, 10, 100, 0)
                .with(0, WorkerState.Finished).unseen(1).decide();
        RunDecision error = fresh().decided().withProblem(0, "no image").after(Duration.ofMinutes(1)).decide();
        RunDecision rejected = fresh().target(new TargetView.NotAllowed("expected a Service")).decide();
        assertThat(List.of(failed, invalid, error, rejected)).extracting(RunReadinessTest::summary)
                .containsOnly(STALLED);
        assertThat(List.of(failed, invalid, error, rejected)).extracting(decision -> ready(decision).reason())
                .containsExactly("Failed", "Invalid", "Error", "Error");
        assertThat(ready(failed).message()).isEqualTo("p99");
        assertThat(ready(invalid).message()).contains("worker-seconds");
        assertThat(ready(error).message()).contains("expected 2 ready workers within 1m, found 0", "no image");
        assertThat(ready(rejected).message()).isEqualTo("expected a Service");
    }

    @Test
    void theNextRunIsReconcilingAgainAndItsResultIsUnknown() {
        Situation over = allReported().decided().unseen(0).unseen(1).raisedTo(2);
        RunDecision next = over.decide();
        assertThat(Objects.requireNonNull(next.status().run()).number()).isEqualTo(2);
        assertThat(summary(next)).isEqualTo(IN_PROGRESS);
        assertThat(ready(next).observedGeneration()).isEqualTo(next.status().observedGeneration());
    }

    @Test
    void anEditAfterARunThatPassedLeavesItReadyAndSaysHowToRunIt() {
        RunDecision edited = allReported().decided().unseen(0).unseen(1).edited("1h").decide();
        assertThat(summary(edited)).isEqualTo("Ready=True Passed=True");
        assertThat(ready(edited).message()).contains("raise spec.run to 2");
    }
}
