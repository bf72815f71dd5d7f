package io.fareswarm.api;

/// Pattern and length of the name of a FareModel or a LoadTest.
public final class ResourceName {
    /// Regular expression of the name, for Java and RE2: a DNS-1035 label, because Services are named after the
    /// resource.
    public static final String PATTERN = "^[a-z]([-a-z0-9]*[a-z0-9])?$";

    /// Maximum number of characters of the name. The operator appends suffixes to it for the objects of the resource,
    /// whose names have at most 63 characters.
    public static final int MAX_LENGTH = 40;

    private ResourceName() {}
}
