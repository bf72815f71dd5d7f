package io.fareswarm.operator.fleet;

import java.io.IOException;

/// Rejection of a call by a worker, with the worker's message.
public final class WorkerRejection extends IOException {
    private static final int UNUSABLE = 400;

    private final int status;

    WorkerRejection(int status, String message) {
        super(message);
        this.status = status;
    }

    /// Whether the worker would reject the same call again.
    public boolean isFinal() {
        return status == UNUSABLE;
    }
}
