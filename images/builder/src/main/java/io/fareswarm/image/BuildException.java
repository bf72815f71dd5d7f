package io.fareswarm.image;

/// Thrown if an image cannot be built. The message says what was expected, what was found, and what to do.
public final class BuildException extends Exception {
    public BuildException(String message) {
        super(message);
    }
}
