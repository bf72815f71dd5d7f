package io.fareswarm.api;

/// The forms of Kubernetes' own words, as regular expressions that Java and RE2 read alike.
final class NamePatterns {
    /// The names of most other objects.
    static final String SUBDOMAIN = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    /// A label's value.
    static final String LABEL_VALUE = "^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$";

    /// An amount of a resource, such as `500m` or `128Mi`.
    static final String QUANTITY = "^[0-9]+([.][0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$";

    private NamePatterns() {}
}
