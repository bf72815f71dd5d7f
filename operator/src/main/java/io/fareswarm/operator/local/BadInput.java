package io.fareswarm.operator.local;

/// Exception for unusable input of the user. The message states what was expected, what was found and what to do.
public final class BadInput extends Exception {
    /// @param message for the user
    public BadInput(String message) {
        super(message);
    }
}
