package io.fareswarm.model;

/// Thrown if the user's input is unusable. The message is one line for the user.
final class BadInput extends Exception {
    BadInput(String message) {
        super(message);
    }
}
