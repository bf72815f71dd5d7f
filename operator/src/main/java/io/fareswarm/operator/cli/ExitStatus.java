package io.fareswarm.operator.cli;

import io.fareswarm.operator.local.Outcome;

/// Exit statuses of the command line.
final class ExitStatus {
    static final int PASSED = 0;
    static final int REGRESSION = 1;
    static final int BAD_INPUT = 2;
    static final int COULD_NOT_RUN = 3;

    private ExitStatus() {}

    static int of(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> PASSED;
            case THRESHOLD_FAILED -> 1;
            case BAD_INPUT -> BAD_INPUT;
            case COULD_NOT_RUN -> COULD_NOT_RUN;
            case INTERRUPTED -> 130;
        };
    }
}
