package io.fareswarm.image;

/// An image cannot be built; the message says what was expected, what was found, and what to do.
public final class BuildException extends Exception {
    public BuildException(String message) {
        super(message);
    }
}
