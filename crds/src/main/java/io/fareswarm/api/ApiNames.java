package io.fareswarm.api;

/// Names of the API group, its version and the CRD resources.
public final class ApiNames {
    /// The API group of both kinds.
    public static final String GROUP = "fareswarm.io";

    /// The version of the API group.
    public static final String VERSION = "v1beta1";

    /// The `apiVersion` of manifests of both kinds.
    public static final String API_VERSION = GROUP + "/" + VERSION;

    private ApiNames() {}

    /// The class-path resource of a CRD.
    ///
    /// @param plural `faremodels` or `loadtests`
    public static String crdResource(String plural) {
        return "META-INF/fareswarm/" + plural + "." + GROUP + "-v1.yml";
    }
}
