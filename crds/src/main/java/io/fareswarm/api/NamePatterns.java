package io.fareswarm.api;

/// Regular expressions for Kubernetes names and values. They work in Java and in RE2.
final class NamePatterns {
    /// The name of most objects: a DNS subdomain.
    static final String SUBDOMAIN = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    static final String SUBDOMAIN_MESSAGE = "must be a name of lowercase letters, digits, hyphens and dots, such as my-name";

    /// The value of a label.
    static final String LABEL_VALUE = "^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$";

    static final String LABEL_VALUE_MESSAGE = "must be empty, or letters, digits, hyphens, underscores and dots that begin and end with a letter or digit";

    /// A resource quantity that is not negative, such as `500m`, `128Mi` or `1e3`, as Kubernetes parses it.
    static final String QUANTITY = "^([0-9]+([.][0-9]*)?|[.][0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][-+]?[0-9]+)?$";

    static final String QUANTITY_MESSAGE = "must be a quantity such as 500m, 2, 128Mi or 1Gi, and not negative";

    /// A status code or a class of codes.
    static final String STATUS = "^[1-5]([0-9][0-9]|xx)$";
    static final String STATUS_MESSAGE = "must be a status code such as 200, or a class of codes such as 2xx for 200 to 299";

    private NamePatterns() {}
}
