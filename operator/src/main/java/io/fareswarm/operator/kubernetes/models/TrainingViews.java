package io.fareswarm.operator.kubernetes.models;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;

import io.fareswarm.operator.kubernetes.PodProblem;
import io.fareswarm.operator.model.ModelObservation.TrainingView;

/// What a training's Job and pod say of it: pure.
final class TrainingViews {
    private static final String ERROR = "error: ";

    private TrainingViews() {}

    /// @param pod the last that the Job made
    static TrainingView of(Job job, Optional<Pod> pod) {
        Optional<ContainerStateTerminated> end = pod.flatMap(PodProblem::terminated);
        if (end.isPresent() && end.get().getExitCode() == 0) {
            return succeeded(end.get());
        }
        Optional<JobCondition> failed = conditions(job, "Failed");
        if (failed.isPresent()) {
            return new TrainingView.Failed(end.map(TrainingViews::error)
                    .orElseGet(() -> failed.get().getReason() + ": " + failed.get().getMessage()));
        }
        if (conditions(job, "Complete").isPresent()) {
            return new TrainingView.Failed(
                    "the trainer's pod is gone, and its model with it: raise spec.training.run to train again");
        }
        return new TrainingView.Running(pod.flatMap(PodProblem::of).orElse(""));
    }

    private static TrainingView succeeded(ContainerStateTerminated end) {
        try {
            return new TrainingView.Succeeded(ModelJson.read(String.valueOf(end.getMessage())));
        } catch (IOException e) {
            return new TrainingView.Failed("expected a model as the trainer's last message, found something else: "
                    + e.getMessage());
        }
    }

    /// The error that the trainer printed, or else how it ended.
    private static String error(ContainerStateTerminated end) {
        String said = end.getMessage() == null ? "" : end.getMessage();
        String error = said.lines().filter(line -> line.startsWith(ERROR)).reduce((_, last) -> last)
                .map(line -> line.substring(ERROR.length())).orElse("");
        if (!error.isEmpty()) {
            return error;
        }
        String last = said.lines().filter(line -> !line.isBlank()).reduce((_, line) -> line).orElse("");
        return "the trainer ended with status %d (%s)%s".formatted(end.getExitCode(), end.getReason(),
                last.isEmpty() ? "" : ": " + last);
    }

    private static Optional<JobCondition> conditions(Job job, String type) {
        return job.getStatus() == null
                ? Optional.empty()
                : Stream.ofNullable(job.getStatus().getConditions()).flatMap(java.util.List::stream)
                        .filter(one -> one.getType().equals(type) && one.getStatus().equals("True")).findFirst();
    }
}
