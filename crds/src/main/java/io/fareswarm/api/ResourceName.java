package io.fareswarm.api;

/// The form of the name of a FareModel or a LoadTest.
public final class ResourceName {
    /// DNS-1035, as Services are made from it; a regular expression that Java and RE2 read alike.
    public static final String PATTERN = "^[a-z]([-a-z0-9]*[a-z0-9])?$";

    /// Characters at most: the objects that are made from it have longer names, up to 63.
    public static final int MAX_LENGTH = 40;

    private ResourceName() {}
}
