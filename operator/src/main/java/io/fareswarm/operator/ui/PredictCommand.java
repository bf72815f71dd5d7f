package io.fareswarm.operator.ui;

/// The command line of a prediction, which a user can copy.
public final class PredictCommand {
    private PredictCommand() {}

    /// A call of a model server by curl.
    ///
    /// @param url base address of the server
    /// @param ride body of the request, whatever it contains
    public static String curl(String url, String ride) {
        return "curl -s %s/predict -H 'content-type: application/json' -d '%s'".formatted(url,
                ride.replace("'", "'\\''"));
    }
}
