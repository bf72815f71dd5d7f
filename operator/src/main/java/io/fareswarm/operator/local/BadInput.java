package io.fareswarm.operator.local;

/// The user's input cannot be used; the message says what was expected, what was found and what to do.
public final class BadInput extends Exception {
    /// @param message for the user
    public BadInput(String message) {
        super(message);
    }
}
