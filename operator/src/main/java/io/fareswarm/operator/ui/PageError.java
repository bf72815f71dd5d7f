package io.fareswarm.operator.ui;

import org.jspecify.annotations.Nullable;

/// A request of the page that is rejected.
public final class PageError extends RuntimeException {
    private final int status;
    private final @Nullable String command;

    /// @param status HTTP status, 400 to 599
    /// @param message what was expected, what was found, and what to do
    public PageError(int status, String message) {
        this(status, message, null);
    }

    /// @param status HTTP status, 400 to 599
    /// @param message what was expected, what was found, and what to do
    /// @param command for a terminal, which does the same in another way; null for none
    public PageError(int status, String message, @Nullable String command) {
        super(message);
        this.status = status;
        this.command = command;
    }

    /// HTTP status.
    public int status() {
        return status;
    }

    @Nullable
    String command() {
        return command;
    }
}
