package io.fareswarm.api;

/// Names of the API group, its version and the CRD resources, and the form of the names of FareModels and LoadTests.
public final class ApiNames {
    /// The API group of both kinds.
    public static final String GROUP = "fareswarm.io";

    /// The version of the API group.
    public static final String VERSION = "v1beta1";

    /// The `apiVersion` of manifests of both kinds.
    public static final String API_VERSION = GROUP + "/" + VERSION;

    /// The category of both kinds: `kubectl get fareswarm` shows all FareModels and LoadTests.
    public static final String CATEGORY = "fareswarm";

    /// Regular expression of the name of a FareModel or a LoadTest, for Java and RE2: a DNS-1035 label, because Services
    /// are named after the resource.
    public static final String NAME_PATTERN = "^[a-z]([-a-z0-9]*[a-z0-9])?$";
    /// Message for another name.
    public static final String NAME_MESSAGE = "must be lowercase letters, digits and hyphens that begin with a letter, such as my-name";
    /// Maximum number of characters of the name. The operator appends suffixes to it for the objects of the resource,
    /// whose names have at most 63 characters.
    public static final int MAX_NAME_LENGTH = 40;

    private ApiNames() {}

    /// The class-path resource of a CRD.
    ///
    /// @param plural `faremodels` or `loadtests`
    public static String crdResource(String plural) {
        return "META-INF/fareswarm/" + plural + "." + GROUP + "-v1.yml";
    }
}
