package io.fareswarm.operator.fleet;

import java.io.IOException;

/// Rejection of a call by a worker, with the worker's message.
public final class WorkerRejection extends IOException {
    private static final int UNUSABLE = 400;
    private static final int UNKNOWN = 404;
    private static final int CONFLICT = 409;

    private final int status;

    WorkerRejection(int status, String message) {
        super(message);
        this.status = status;
    }

    /// Whether a worker has nothing to do for the call: it is older than the call, or its state does not fit.
    boolean isNotApplicable() {
        return status == UNKNOWN || status == CONFLICT;
    }

    /// Whether the worker would reject the same call again.
    public boolean isFinal() {
        return status == UNUSABLE;
    }
}
