package io.fareswarm.image;

/// An image cannot be built; the message says what was expected, what was found, and what to do.
public final class BuildException extends Exception {
    private static final long serialVersionUID = 1;

    public BuildException(String message) {
        super(message);
    }
}
