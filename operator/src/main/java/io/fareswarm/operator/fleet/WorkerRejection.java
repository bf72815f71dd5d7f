package io.fareswarm.operator.fleet;

import java.io.IOException;

/// A worker answered that it will not do what it was told; the message is its own.
public final class WorkerRejection extends IOException {
    private static final long serialVersionUID = 1;
    private static final int UNUSABLE = 400;

    private final int status;

    WorkerRejection(int status, String message) {
        super(message);
        this.status = status;
    }

    /// Whether it will never do it, rather than not now.
    public boolean isFinal() {
        return status == UNUSABLE;
    }
}
