package io.fareswarm.operator.kubernetes.models;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.TrainedModel;
import io.fareswarm.api.TrainingFacts;
import io.fareswarm.modelfile.ModelDocument;
import io.fareswarm.operator.model.ModelObservation.TrainingView;

import static org.assertj.core.api.Assertions.assertThat;

class TrainingObserverTest {
    private static final List<Double> WEIGHTS = List.of(1.5, 2.25, 1 / 3.0);
    private static final TrainingFacts FACTS = new TrainingFacts(
            new TrainingFacts.Picture(-74.05, 40.6, -73.75, 40.9, 2, "0912"),
            new TrainingFacts.Fares(1, List.of(5.25, 0.0), List.of(9L, 0L)),
            new TrainingFacts.Residuals(-1, 1, List.of(4L, 5L)));
    private static final TrainedModel MODEL = new TrainedModel(ModelDocument.digest(WEIGHTS), WEIGHTS,
            new TrainedModel.Rows(10, 9, Map.of("missing", 1L)), 1.0, 0.5, 0.9, FACTS, "2026-01-01T10:00:00Z");

    private static TrainingView of(Job job, Optional<Pod> pod) {
        return TrainingObserver.of(job, pod, Optional.empty());
    }

    private static Job job(String condition) {
        return new JobBuilder().withNewStatus().addNewCondition().withType(condition).withStatus("True")
                .withReason("BackoffLimitExceeded").withMessage("Job has failed").endCondition().endStatus().build();
    }

    private static Optional<Pod> ended(int status, String message) {
        return Optional.of(new PodBuilder().withNewStatus().addNewContainerStatus().withNewState().withNewTerminated()
                .withExitCode(status).withReason("Error").withMessage(message).endTerminated().endState()
                .endContainerStatus().endStatus().build());
    }

    @Test
    void theModelIsTheTrainersLastMessage() {
        assertThat(of(job("Complete"), ended(0, ModelDocument.of(MODEL).toString())))
                .isEqualTo(new TrainingView.Succeeded(MODEL));
    }

    @Test
    void aFailureHasTheErrorOfTheTrainer() {
        assertThat(of(job("Failed"), ended(2, "WARNING: x\nerror: line 7: expected a number\n")))
                .isEqualTo(new TrainingView.Failed("line 7: expected a number"));
    }

    @Test
    void aFailureWithoutAnErrorHasTheExitStatusOrTheReasonOfTheJob() {
        assertThat(of(job("Failed"), ended(137, "")))
                .isEqualTo(new TrainingView.Failed("the trainer ended with status 137 (Error)"));
        assertThat(of(job("Failed"), ended(137, """
                vel":"info","message":"7 rows read"}
                {"time":"2026-01-01T10:00:00Z","level":"info","message":"9 rows read"}
                """)))
                .isEqualTo(new TrainingView.Failed("the trainer ended with status 137 (Error): 9 rows read"));
        assertThat(of(job("Failed"), ended(137, "vel\":\"info\",\"message\":\"9 rows read\"}\n")))
                .isEqualTo(new TrainingView.Failed("the trainer ended with status 137 (Error): 9 rows read"));
        assertThat(of(job("Failed"), ended(137, "Part.work(Part.java:7)\"}\n")))
                .isEqualTo(new TrainingView.Failed("the trainer ended with status 137 (Error)"));
        assertThat(of(job("Failed"), Optional.empty()))
                .isEqualTo(new TrainingView.Failed("BackoffLimitExceeded: Job has failed"));
    }

    @Test
    void aModelWhosePodIsGoneIsAFailureAndIsNotTrainedAgain() {
        assertThat(of(job("Complete"), Optional.empty())).isInstanceOfSatisfying(
                TrainingView.Failed.class, failed -> assertThat(failed.message()).contains("raise spec.training.run"));
    }

    @Test
    void aLastMessageThatIsNoModelIsAFailure() {
        assertThat(of(job("Complete"), ended(0, "{}"))).isInstanceOf(TrainingView.Failed.class);
        assertThat(of(job("Complete"), ended(0, "done"))).isInstanceOf(TrainingView.Failed.class);
    }

    @Test
    void aFailureWithoutAContainerHasTheReasonOfThePod() {
        Pod pod = new PodBuilder().withNewStatus().withPhase("Failed").withReason("OutOfcpu")
                .withMessage("Node didn't have enough resource: cpu").endStatus().build();
        assertThat(of(job("Failed"), Optional.of(pod)))
                .isEqualTo(new TrainingView.Failed("OutOfcpu: Node didn't have enough resource: cpu"));
    }

    @Test
    void aTrainingWhosePodIsRejectedSaysWhy() {
        assertThat(TrainingObserver.of(new Job(), Optional.empty(), Optional.of("pods \"x\" is forbidden")))
                .isEqualTo(new TrainingView.Running("pods \"x\" is forbidden"));
    }

    @Test
    void aTrainingThatHasNotEndedIsRunning() {
        assertThat(of(new Job(), Optional.empty())).isEqualTo(new TrainingView.Running(""));
    }
}
