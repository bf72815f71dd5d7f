package io.fareswarm.api;

/// The release of fareswarm that this code is.
public final class ReleaseVersion {
    /// Version in the form MAJOR.MINOR.PATCH.
    public static final String CURRENT = "0.1.0";

    private ReleaseVersion() {}
}
