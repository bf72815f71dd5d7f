package io.fareswarm.api;

/// The release of fareswarm that this code is.
public final class Release {
    /// Version in the form MAJOR.MINOR.PATCH.
    public static final String VERSION = "0.1.0";

    private Release() {}
}
