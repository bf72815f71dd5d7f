package io.fareswarm.model.http;

import java.nio.charset.StandardCharsets;

/// What the server answers by itself; the connection ends with it.
final class Refusal extends Exception {
    private final transient Answer answer;

    private Refusal(Answer answer) {
        super(null, null, false, false); // a part of the protocol, not a fault
        this.answer = answer;
    }

    /// Broken HTTP, in uvicorn's words.
    static Refusal broken() {
        return new Refusal(new Answer(400, "text/plain; charset=utf-8",
                "Invalid HTTP request received.".getBytes(StandardCharsets.US_ASCII), ""));
    }

    static Refusal of(int status) {
        Answer answer = Answer.detail(status, Reason.of(status));
        return new Refusal(status == 503 ? answer.with("retry-after", "1") : answer);
    }

    Answer answer() {
        return answer;
    }
}
