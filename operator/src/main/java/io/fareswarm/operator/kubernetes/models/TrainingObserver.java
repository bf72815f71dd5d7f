package io.fareswarm.operator.kubernetes.models;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;

import io.fareswarm.logging.JsonLog;
import io.fareswarm.modelfile.ModelDocument;
import io.fareswarm.operator.kubernetes.PodProblem;
import io.fareswarm.operator.model.ModelObservation.TrainingView;

/// The state of a training, read from its Job and its pod; pure.
final class TrainingObserver {
    private static final String ERROR = "error: ";

    private TrainingObserver() {}

    /// @param pod the Job's newest pod
    /// @param obstacle reason why the Job has no pod
    static TrainingView of(Job job, Optional<Pod> pod, Optional<String> obstacle) {
        Optional<ContainerStateTerminated> end = pod.flatMap(PodProblem::terminated);
        if (end.isPresent() && end.get().getExitCode() == 0) {
            return succeeded(end.get());
        }
        Optional<JobCondition> failed = condition(job, "Failed");
        if (failed.isPresent()) {
            return new TrainingView.Failed(end.map(TrainingObserver::error)
                    .or(() -> pod.flatMap(PodProblem::rejection))
                    .orElseGet(() -> failed.get().getReason() + ": " + failed.get().getMessage()));
        }
        if (condition(job, "Complete").isPresent()) {
            return new TrainingView.Failed(
                    "the trainer's pod is gone, and its model with it: raise spec.training.run to train again");
        }
        return new TrainingView.Running(obstacle.or(() -> pod.flatMap(PodProblem::of)).orElse(""));
    }

    private static TrainingView succeeded(ContainerStateTerminated end) {
        try {
            return new TrainingView.Succeeded(
                    ModelDocument.read(String.valueOf(end.getMessage()).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return new TrainingView.Failed("expected a model as the trainer's last message, found something else: "
                    + e.getMessage());
        }
    }

    /// The error that the trainer wrote as its termination message, or else its exit status and the end of its log. A trainer
    /// that was killed wrote no message, so Kubernetes stores the end of its log in its place.
    private static String error(ContainerStateTerminated end) {
        String message = end.getMessage() == null ? "" : end.getMessage();
        String error = message.lines().filter(line -> line.startsWith(ERROR)).reduce((_, last) -> last)
                .map(line -> line.substring(ERROR.length())).orElse("");
        if (!error.isEmpty()) {
            return error;
        }
        String last = message.lines().filter(line -> !line.isBlank()).flatMap(line -> JsonLog.message(line).stream())
                .reduce((_, line) -> line).orElse("");
        return "the trainer ended with status %d (%s)%s".formatted(end.getExitCode(), end.getReason(),
                last.isEmpty() ? "" : ": " + last);
    }

    private static Optional<JobCondition> condition(Job job, String type) {
        return Stream.ofNullable(job.getStatus()).flatMap(status -> status.getConditions().stream())
                .filter(one -> one.getType().equals(type) && one.getStatus().equals("True")).findFirst();
    }
}
