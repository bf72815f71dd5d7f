package io.fareswarm.model.serve;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;

import io.fareswarm.model.json.PythonJson;

/// Thrown for an invalid request of the Open Inference Protocol, with a message for its sender.
final class InferenceError extends Exception {
    static final Header RETRY_AFTER = HeaderValues.create(HeaderNames.RETRY_AFTER, "1");
    private static final int LONGEST_EXCERPT = 60;

    private final int status;

    InferenceError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    InferenceError(String message) {
        this(400, message);
    }

    /// A request whose body, as sent or decoded, is too large.
    static InferenceError tooLarge(int maxBytes) {
        return new InferenceError(413,
                "expected a body of at most %d bytes, also when it is decompressed, found a larger one; send fewer rides at once"
                        .formatted(maxBytes));
    }

    /// The response with the error in the protocol's format.
    Response response() {
        Response response = Response.json(status, "{\"error\":" + PythonJson.quote(String.valueOf(getMessage())) + '}');
        return status == 503 ? response.with(RETRY_AFTER) : response;
    }

    /// A text of a client, cut to at most 60 characters.
    static String cut(String text) {
        return text.length() <= LONGEST_EXCERPT ? text : text.substring(0, LONGEST_EXCERPT - 1) + "…";
    }
}
