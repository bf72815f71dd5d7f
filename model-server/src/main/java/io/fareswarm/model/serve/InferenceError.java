package io.fareswarm.model.serve;

import io.fareswarm.model.http.Answer;
import io.fareswarm.model.json.Json;

/// What is wrong with a request of the Open Inference Protocol, in words for who sent it.
final class InferenceError extends Exception {
    private final int status;

    InferenceError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    InferenceError(String message) {
        this(400, message);
    }

    /// The error in the protocol's form.
    Answer answer() {
        StringBuilder text = new StringBuilder("{\"error\":");
        Json.write(String.valueOf(getMessage()), text);
        return Answer.json(status, text.append('}').toString());
    }
}
