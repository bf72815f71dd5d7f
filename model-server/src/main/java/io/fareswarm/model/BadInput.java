package io.fareswarm.model;

/// Thrown for the user's unusable input, with a message of one line for the user.
final class BadInput extends Exception {
    BadInput(String message) {
        super(message);
    }
}
