package io.fareswarm.operator.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.Condition;
import io.fareswarm.api.FareModelSpec;
import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.Serving;
import io.fareswarm.api.SyntheticSource;
import io.fareswarm.api.TrainedModel;
import io.fareswarm.api.Training;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.model.ModelObservation.FareModelView;
import io.fareswarm.operator.model.ModelObservation.Servers;
import io.fareswarm.operator.model.ModelObservation.ServingView;
import io.fareswarm.operator.model.ModelObservation.TrainingView;

import static org.assertj.core.api.Assertions.assertThat;

class ModelLifecycleTest {
    private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
    private static final TrainedModel FIRST = model("aaaa");
    private static final TrainedModel SECOND = model("bbbb");

    private static TrainedModel model(String digest) {
        return new TrainedModel(digest, List.of(1.0, 2.0, 3.0), new TrainedModel.Rows(10, 9, Map.of("missing", 1L)),
                1.0,
                0.5, 0.9, null, NOW.toString());
    }

    private static FareModelSpec spec(int run) {
        return new FareModelSpec(new Training(run, null, new SyntheticSource(100, 1L), null, null),
                new Serving(2, null, null));
    }

    private static ModelDecision decide(int run, @Nullable FareModelStatus status, TrainingView training,
            ServingView serving) {
        return ModelLifecycle.decide(
                new ModelObservation(new FareModelView(1, spec(run), status), training, serving, List.of(), NOW));
    }

    private static ServingView serving(TrainedModel model) {
        return new ServingView(true, model.digest(), "http://taxi", new Servers(2, 2, true, "a=b"), null);
    }

    /// The status after the training and the start of the servers.
    private static FareModelStatus available(TrainedModel model, int run) {
        var trained = decide(run, null, new TrainingView.Succeeded(model), ServingView.NONE);
        return decide(run, trained.status(), new TrainingView.Succeeded(model), serving(model)).status();
    }

    private static Condition condition(FareModelStatus status, String type) {
        return Conditions.find(status.conditions(), type).orElseThrow();
    }

    @Test
    void aNewModelIsTrained() {
        assertThat(decide(1, null, new TrainingView.NotStarted(), ServingView.NONE))
                .isInstanceOfSatisfying(ModelDecision.TrainModel.class, train -> assertThat(train.run()).isEqualTo(1));
    }

    @Test
    void aRunningTrainingIsAwaited() {
        var decision = decide(1, null, new TrainingView.Running(""), ServingView.NONE);
        assertThat(decision).isInstanceOf(ModelDecision.NoAction.class);
        assertThat(condition(decision.status(), "Trained").status()).isEqualTo("Unknown");
        assertThat(condition(decision.status(), "Available").reason()).isEqualTo("NoModel");
    }

    @Test
    void aTrainedModelIsServedWithItsReplicas() {
        var decision = decide(1, null, new TrainingView.Succeeded(FIRST), ServingView.NONE);
        assertThat(decision).isInstanceOfSatisfying(ModelDecision.ServeModel.class,
                serve -> assertThat(serve.model()).isEqualTo(FIRST));
        assertThat(decision.status().model()).isEqualTo(FIRST);
        assertThat(condition(decision.status(), "Trained").status()).isEqualTo("True");
    }

    @Test
    void aModelIsAvailableOnlyWhenAServerHasRespondedWithAPrediction() {
        FareModelStatus trained = decide(1, null, new TrainingView.Succeeded(FIRST), ServingView.NONE).status();
        var starting = new ServingView(true, FIRST.digest(), "http://taxi", new Servers(2, 0, false, "a=b"), null);
        assertThat(
                condition(decide(1, trained, new TrainingView.NotStarted(), starting).status(), "Available").status())
                .isEqualTo("False");
        assertThat(
                condition(decide(1, trained, new TrainingView.NotStarted(), serving(FIRST)).status(), "Available")
                        .status())
                .isEqualTo("True");
    }

    @Test
    void aFailedTrainingSaysWhyAndIsNotRepeated() {
        var decision = decide(1, null, new TrainingView.Failed("line 7: expected a number, found \"abc\""),
                ServingView.NONE);
        assertThat(decision).isInstanceOf(ModelDecision.NoAction.class);
        assertThat(condition(decision.status(), "Trained").message()).contains("line 7");
    }

    @Test
    void aFailedSecondTrainingLeavesTheFirstModelServed() {
        var decision = decide(2, available(FIRST, 1), new TrainingView.Failed("no rows"), serving(FIRST));
        assertThat(decision).isInstanceOf(ModelDecision.NoAction.class);
        assertThat(decision.status().model()).isEqualTo(FIRST);
        assertThat(condition(decision.status(), "Available").status()).isEqualTo("True");
        assertThat(condition(decision.status(), "Trained").status()).isEqualTo("False");
    }

    @Test
    void aRaisedRunTrainsAgainAndTheNewModelReplacesTheOld() {
        FareModelStatus served = available(FIRST, 1);
        assertThat(decide(2, served, new TrainingView.NotStarted(), serving(FIRST)))
                .isInstanceOf(ModelDecision.TrainModel.class);
        assertThat(decide(2, served, new TrainingView.Succeeded(SECOND), serving(FIRST))).isInstanceOfSatisfying(
                ModelDecision.ServeModel.class, serve -> assertThat(serve.model()).isEqualTo(SECOND));
    }

    @Test
    void aServerThatEndedMakesTheModelUnavailableAndSaysWhy() {
        var ended = new ServingView(true, FIRST.digest(), null, new Servers(2, 0, false, "a=b"),
                "exited with status 3");
        var status = decide(1, available(FIRST, 1), new TrainingView.NotStarted(), ended).status();
        assertThat(condition(status, "Available").message()).isEqualTo("exited with status 3");
    }

    @Test
    void anUnchangedObservationChangesNothingAtAnyTime() {
        FareModelStatus served = available(FIRST, 1);
        var later = ModelLifecycle
                .decide(new ModelObservation(new FareModelView(1, spec(1), served), new TrainingView.Succeeded(FIRST),
                        serving(FIRST), List.of(), NOW.plusSeconds(3600)));
        assertThat(later).isEqualTo(new ModelDecision.NoAction(served));
    }

    @Test
    void whileOneModelReplacesAnotherTheOldOneIsStillAvailable() {
        var trained = decide(2, available(FIRST, 1), new TrainingView.Succeeded(SECOND), serving(FIRST)).status();
        var rolling = new ServingView(true, null, "http://taxi", new Servers(3, 2, true, "a=b"), null);
        var status = decide(2, trained, new TrainingView.Succeeded(SECOND), rolling).status();
        assertThat(condition(status, "Available").status()).isEqualTo("True");
        assertThat(condition(status, "Available").reason()).isEqualTo("ServersRolling");
    }

    @Test
    void aTrainingThatCannotBeginSaysWhyAndIsNotStarted() {
        var decision = decide(1, null, new TrainingView.Blocked("expected the ConfigMap rides, found none"),
                ServingView.NONE);
        assertThat(decision).isInstanceOf(ModelDecision.NoAction.class);
        assertThat(condition(decision.status(), "Trained").message()).contains("ConfigMap rides");
    }

    @Test
    void aTrainingThatWaitsForOthersSaysSoAndIsNotStarted() {
        var decision = decide(1, null, new TrainingView.Queued("4 of 4 trainings are in progress"), ServingView.NONE);
        assertThat(decision).isInstanceOf(ModelDecision.NoAction.class);
        assertThat(condition(decision.status(), "Trained").reason()).isEqualTo("TrainingQueued");
        assertThat(condition(decision.status(), "Trained").status()).isEqualTo("Unknown");
        assertThat(condition(decision.status(), "Trained").message()).isEqualTo("4 of 4 trainings are in progress");
    }

    @Test
    void aRejectedTrainingSaysWhyAndIsStartedAgain() {
        var decision = decide(1, null, new TrainingView.StartRejected("exceeded quota: none"), ServingView.NONE);
        assertThat(decision).isInstanceOf(ModelDecision.TrainModel.class);
        assertThat(condition(decision.status(), "Trained").reason()).isEqualTo("TrainingBlocked");
        assertThat(condition(decision.status(), "Trained").message()).isEqualTo("exceeded quota: none");
    }

    @Test
    void serversThatAreNotUpToDateAreUpdated() {
        var edited = new ServingView(false, FIRST.digest(), "http://taxi", new Servers(2, 2, true, "a=b"), null);
        assertThat(decide(1, available(FIRST, 1), new TrainingView.NotStarted(), edited))
                .isInstanceOf(ModelDecision.ServeModel.class);
    }

    @Test
    void leftoversAreDeletedOnlyWhenTheModelIsServed() {
        FareModelStatus served = available(FIRST, 1);
        var seen = new ModelObservation(new FareModelView(1, spec(1), served), new TrainingView.Succeeded(FIRST),
                serving(FIRST),
                List.of("taxi-train-1"), NOW);
        assertThat(ModelLifecycle.decide(seen)).isInstanceOfSatisfying(ModelDecision.CleanUp.class,
                cleanUp -> assertThat(cleanUp.names()).containsExactly("taxi-train-1"));
        var trained = new ModelObservation(new FareModelView(1, spec(1), null), new TrainingView.Succeeded(FIRST),
                ServingView.NONE,
                List.of("taxi-train-1"), NOW);
        assertThat(ModelLifecycle.decide(trained)).isInstanceOf(ModelDecision.ServeModel.class);
    }

    /// The conditions that kstatus reads, such as `Ready=Unknown Reconciling=True: TrainingRunning`.
    private static String summary(FareModelStatus status) {
        return Stream.of("Ready", "Reconciling", "Stalled")
                .flatMap(type -> Conditions.find(status.conditions(), type).stream())
                .map(one -> one.type() + "=" + one.status()).collect(Collectors.joining(" "))
                + ": " + condition(status, "Ready").reason();
    }

    private static String summary(TrainingView training) {
        return summary(decide(1, null, training, ServingView.NONE).status());
    }

    private static String summary(int servers, int ready, boolean upToDate, boolean predicted) {
        var seen = new ServingView(upToDate, FIRST.digest(), "http://taxi",
                new Servers(servers, ready, predicted, "a=b"), null);
        return summary(decide(1, available(FIRST, 1), new TrainingView.NotStarted(), seen).status());
    }

    @Test
    void aModelIsReconcilingUntilItIsTrainedAndAllItsServersAreReady() {
        assertThat(summary(new TrainingView.NotStarted())).isEqualTo("Ready=Unknown Reconciling=True: TrainingRunning");
        assertThat(summary(new TrainingView.Running(""))).isEqualTo("Ready=Unknown Reconciling=True: TrainingRunning");
        assertThat(summary(new TrainingView.Blocked("expected the ConfigMap rides, found none")))
                .isEqualTo("Ready=Unknown Reconciling=True: TrainingBlocked");
        assertThat(summary(new TrainingView.Succeeded(FIRST)))
                .isEqualTo("Ready=Unknown Reconciling=True: ServersStarting");
        assertThat(summary(2, 0, true, false)).isEqualTo("Ready=Unknown Reconciling=True: ServersStarting");
        assertThat(summary(2, 1, true, true)).isEqualTo("Ready=Unknown Reconciling=True: ServersScaling");
        assertThat(summary(3, 2, true, true)).isEqualTo("Ready=Unknown Reconciling=True: ServersScaling");
        assertThat(summary(2, 2, false, true)).isEqualTo("Ready=Unknown Reconciling=True: ServersScaling");
        assertThat(summary(2, 2, true, true)).isEqualTo("Ready=True: PredictionSucceeded");
    }

    @Test
    void aFailedTrainingIsStalledAlsoWhileAnEarlierModelIsServed() {
        assertThat(summary(new TrainingView.Failed("no rows"))).isEqualTo("Ready=False Stalled=True: TrainingFailed");
        var second = decide(2, available(FIRST, 1), new TrainingView.Failed("no rows"), serving(FIRST)).status();
        assertThat(summary(second)).isEqualTo("Ready=False Stalled=True: TrainingFailed");
        assertThat(condition(second, "Stalled").message()).isEqualTo("no rows");
        var third = decide(3, second, new TrainingView.NotStarted(), serving(FIRST)).status();
        assertThat(summary(third)).isEqualTo("Ready=Unknown Reconciling=True: TrainingRunning");
    }

    @Test
    void aModelThatIsScaledToZeroIsReadyWithoutServers() {
        FareModelSpec none = new FareModelSpec(spec(1).training(), new Serving(0, null, null));
        FareModelStatus served = available(FIRST, 1);
        var stopping = new ServingView(true, FIRST.digest(), "http://taxi", new Servers(1, 1, true, "a=b"), null);
        var stopped = new ServingView(true, null, "http://taxi", new Servers(0, 0, false, "a=b"), null);
        assertThat(List.of(stopping, stopped)).extracting(seen -> summary(ModelLifecycle.decide(new ModelObservation(
                new FareModelView(2, none, served), new TrainingView.NotStarted(), seen, List.of(), NOW)).status()))
                .containsExactly("Ready=Unknown Reconciling=True: ServersScaling", "Ready=True: ScaledToZero");
    }

    @Test
    void eachEventHasAMessageThatDoesNotRepeatItsReason() {
        FareModelStatus starting = decide(1, null, new TrainingView.Succeeded(FIRST), ServingView.NONE).status();
        assertThat(List.of(starting, available(FIRST, 1)))
                .flatExtracting(status -> ModelEvents.between(null, status))
                .hasSize(4)
                .allSatisfy(event -> assertThat(event.message()).isNotEmpty().isNotEqualTo(event.reason()));
    }
}
