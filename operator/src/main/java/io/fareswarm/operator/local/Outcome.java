package io.fareswarm.operator.local;

import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.run.RunReason;

/// How it ended that manifests were applied on this machine, from best to worst.
public enum Outcome {
    /// Every model is available and every test passed.
    PASSED,
    /// A threshold failed.
    THRESHOLD_FAILED,
    /// The manifests or the rides cannot be used.
    BAD_INPUT,
    /// A model or a run could not run to its end, or a run is Invalid.
    COULD_NOT_RUN,
    /// Ctrl-C or SIGTERM ended it.
    INTERRUPTED;

    /// The outcome of a run that is over.
    static Outcome of(LoadTestStatus status) {
        if (Conditions.find(status.conditions(), LoadTestConditions.COMPLETE, RunReason.SliceRejected).isPresent()) {
            return BAD_INPUT; // only a worker can find this mistake in a spec
        }
        if (status.phase() != Phase.Finished || status.verdict() == null) {
            return COULD_NOT_RUN;
        }
        return switch (status.verdict()) {
            case Passed -> PASSED;
            case Failed -> THRESHOLD_FAILED;
            case Invalid -> COULD_NOT_RUN;
        };
    }

    Outcome orWorse(Outcome other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
