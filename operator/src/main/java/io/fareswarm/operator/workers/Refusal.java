package io.fareswarm.operator.workers;

import java.io.IOException;

/// A worker answered that it will not do what it was told; the message is its own.
public final class Refusal extends IOException {
    private static final long serialVersionUID = 1;
    private static final int UNUSABLE = 400;

    private final int status;

    Refusal(int status, String message) {
        super(message);
        this.status = status;
    }

    /// Whether it will never do it, rather than not now.
    public boolean isFinal() {
        return status == UNUSABLE;
    }
}
