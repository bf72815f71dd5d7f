package io.fareswarm.api;

/// Pattern and length of the name of a FareModel or a LoadTest.
public final class ResourceName {
    /// A DNS-1035 label, because Services are named after it; a regular expression for Java and RE2.
    public static final String PATTERN = "^[a-z]([-a-z0-9]*[a-z0-9])?$";

    /// Maximum number of characters. Objects named after it add a suffix and have at most 63.
    public static final int MAX_LENGTH = 40;

    private ResourceName() {}
}
