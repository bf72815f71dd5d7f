package io.fareswarm.api;

/// The names that more than one part of fareswarm must agree on.
public final class Fareswarm {
    public static final String GROUP = "fareswarm.io";
    public static final String VERSION = "v1beta1";
    public static final String API_VERSION = GROUP + "/" + VERSION;

    private Fareswarm() {}
}
