package io.fareswarm.operator.local;

import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.run.RunReason;

/// Exit statuses of the command line.
final class ExitStatus {
    static final int PASSED = 0;
    static final int THRESHOLD_FAILED = 1;
    static final int REGRESSION = 1;
    static final int BAD_INPUT = 2;
    static final int COULD_NOT_RUN = 3;
    static final int INTERRUPTED = 130;

    private ExitStatus() {}

    /// Of a run that is over.
    static int of(LoadTestStatus status) {
        if (Conditions.find(status.conditions(), LoadTestConditions.COMPLETE, RunReason.SliceRejected).isPresent()) {
            return BAD_INPUT; // something in the spec that only a worker can tell to be wrong
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
}
