package io.fareswarm.api;

/// The names that more than one part of fareswarm must agree on.
public final class ApiNames {
    /// The API group of both kinds.
    public static final String GROUP = "fareswarm.io";

    /// The version of the API group.
    public static final String VERSION = "v1beta1";

    /// What a manifest of either kind has as `apiVersion`.
    public static final String API_VERSION = GROUP + "/" + VERSION;

    private ApiNames() {}

    /// The class path's name of a kind's CRD.
    ///
    /// @param plural `faremodels` or `loadtests`
    public static String crdResource(String plural) {
        return "META-INF/fareswarm/" + plural + "." + GROUP + "-v1.yml";
    }
}
