package io.fareswarm.operator.kubernetes;

import java.util.Map;

/// Labels of the objects that the operator creates.
public final class Labels {
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String NAME = "app.kubernetes.io/name";

    /// The FareModel that an object belongs to.
    public static final String MODEL = "fareswarm.io/model";
    /// First 12 digits of the digest of the model that a server serves or a ConfigMap contains.
    public static final String DIGEST = "fareswarm.io/digest";
    /// The LoadTest that an object belongs to.
    public static final String LOADTEST = "fareswarm.io/loadtest";
    /// The run of a training or of a LoadTest.
    public static final String RUN = "fareswarm.io/run";

    /// The value of [#MANAGED_BY].
    public static final String FARESWARM = "fareswarm";

    /// Values of [#NAME]: the role of a pod.
    public static final String TRAINER = "trainer";
    public static final String MODEL_SERVER = "model-server";
    public static final String WORKER = "worker";

    /// Selector of all objects that the operator creates.
    public static final String OURS = MANAGED_BY + "=" + FARESWARM;

    private Labels() {}

    /// Selector of the operator's objects with one of these roles.
    public static String ours(String... names) {
        return OURS + "," + NAME + " in (" + String.join(",", names) + ")";
    }

    /// The labels of an object of a FareModel.
    ///
    /// @param what [#TRAINER] or [#MODEL_SERVER]
    public static Map<String, String> ofModel(String what, String model) {
        return Map.of(MANAGED_BY, FARESWARM, NAME, what, MODEL, model);
    }

    /// The labels of a FareModel's servers, as a selector.
    public static Map<String, String> servers(String model) {
        return Map.of(NAME, MODEL_SERVER, MODEL, model);
    }

    /// The labels of an object of a LoadTest's run.
    public static Map<String, String> ofRun(String loadTest, int run) {
        return Map.of(MANAGED_BY, FARESWARM, NAME, WORKER, LOADTEST, loadTest, RUN, Integer.toString(run));
    }
}
