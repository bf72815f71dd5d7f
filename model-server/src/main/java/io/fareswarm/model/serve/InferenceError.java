package io.fareswarm.model.serve;

import io.fareswarm.model.json.PythonJson;

/// Thrown for an invalid request of the Open Inference Protocol, with a message for its sender.
final class InferenceError extends Exception {
    private final int status;

    InferenceError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    InferenceError(String message) {
        this(400, message);
    }

    /// The response with the error in the protocol's format.
    Response response() {
        return Response.json(status, "{\"error\":" + PythonJson.quote(String.valueOf(getMessage())) + '}');
    }
}
