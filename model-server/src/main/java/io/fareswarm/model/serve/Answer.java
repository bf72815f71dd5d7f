package io.fareswarm.model.serve;

import java.nio.charset.StandardCharsets;

/// An answer before it is sent.
///
/// @param contentType a media type
/// @param allow methods that the path takes, for an answer to another; else empty
@SuppressWarnings("ArrayRecordComponent") // sent at once and never compared
record Answer(int status, String contentType, byte[] body, String allow) {
    static final String JSON = "application/json";
    static final Answer NOT_FOUND = json(404, "{\"detail\":\"Not Found\"}");

    static Answer json(int status, String body) {
        return new Answer(status, JSON, body.getBytes(StandardCharsets.UTF_8), "");
    }

    static Answer methodNotAllowed(String allow) {
        return new Answer(405, JSON, "{\"detail\":\"Method Not Allowed\"}".getBytes(StandardCharsets.UTF_8), allow);
    }
}
