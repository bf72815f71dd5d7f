package io.fareswarm.model.http;

import java.nio.charset.StandardCharsets;

/// An answer before it is sent.
///
/// @param contentType a media type; empty for none
/// @param headers more header lines, each with its line end; mostly empty
@SuppressWarnings("ArrayRecordComponent") // sent at once and never compared
public record Answer(int status, String contentType, byte[] body, String headers) {
    /// The media type of nearly all answers.
    public static final String JSON = "application/json";

    /// An answer in JSON.
    public static Answer json(int status, String body) {
        return new Answer(status, JSON, body.getBytes(StandardCharsets.UTF_8), "");
    }

    /// An answer in JSON that has an error's description in its field `detail`.
    public static Answer detail(int status, String detail) {
        return json(status, "{\"detail\":\"" + detail + "\"}");
    }

    /// The same with one more header.
    public Answer with(String name, String value) {
        return new Answer(status, contentType, body, headers + name + ": " + value + "\r\n");
    }
}
