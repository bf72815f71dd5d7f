package io.fareswarm.operator.local;

/// What the user gave cannot be used; the message says what was expected, what was found and what to do. Exit status 2.
final class BadInput extends Exception {
    BadInput(String message) {
        super(message);
    }
}
