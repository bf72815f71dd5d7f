package io.fareswarm.model;

/// Thrown when what the user gave cannot be used; the message is for the user, in one line.
final class BadInput extends Exception {
    BadInput(String message) {
        super(message);
    }
}
