package io.fareswarm.operator.ui;

/// A request of the page that is refused.
public final class PageError extends RuntimeException {
    private final int status;

    /// @param status HTTP status, 400 to 599
    /// @param message what was expected, what was found, and what to do
    public PageError(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
