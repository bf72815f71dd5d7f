package io.fareswarm.api;

/// Regular expressions for Kubernetes names and values. They work in Java and in RE2.
final class NamePatterns {
    /// The name of most objects: a DNS subdomain.
    static final String SUBDOMAIN = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    /// The value of a label.
    static final String LABEL_VALUE = "^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$";

    /// A resource quantity that is not negative, such as `500m`, `128Mi` or `1e3`, as Kubernetes parses it.
    static final String QUANTITY = "^([0-9]+([.][0-9]*)?|[.][0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][-+]?[0-9]+)?$";

    private NamePatterns() {}
}
