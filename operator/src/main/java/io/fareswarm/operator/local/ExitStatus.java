package io.fareswarm.operator.local;

import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.run.RunReason;

/// How a command ended, from best to worst. The model server uses the same exit statuses.
public enum ExitStatus {
    /// Every test passed.
    PASSED(0),
    /// A threshold failed, or a result is a regression.
    FAILED(1),
    /// The input cannot be used.
    BAD_INPUT(2),
    /// A model or a run could not run to its end, or a run is Invalid.
    COULD_NOT_RUN(3),
    /// Ctrl-C or SIGTERM ended the command.
    INTERRUPTED(130);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /// The process's exit status.
    public int code() {
        return code;
    }

    /// The status for a run that is over.
    public static ExitStatus of(LoadTestStatus status) {
        if (Conditions.find(status.conditions(), LoadTestConditions.COMPLETE)
                .filter(one -> one.reason().equals(RunReason.SliceRejected.name())).isPresent()) {
            return BAD_INPUT; // only a worker can find this mistake in a spec
        }
        if (status.phase() != Phase.Finished || status.verdict() == null) {
            return COULD_NOT_RUN;
        }
        return switch (status.verdict()) {
            case Passed -> PASSED;
            case Failed -> FAILED;
            case Invalid -> COULD_NOT_RUN;
        };
    }

    ExitStatus orWorse(ExitStatus other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
