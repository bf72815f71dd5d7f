package io.fareswarm.faults;

/// What the proxy does with a call.
sealed interface Treatment {
    /// Forwards the call and its response.
    record Forward() implements Treatment {}

    /// Ends the connection without a response.
    ///
    /// @param forwarded whether the API server receives the call before
    /// @param then runs before the connection ends
    record Cut(boolean forwarded, Runnable then) implements Treatment {}

    /// Responds in place of the API server.
    ///
    /// @param body JSON
    record Respond(int status, String body) implements Treatment {}

    /// The response of an API server that fails a call.
    ///
    /// @param reason reason of the Status object
    static Treatment failure(int status, String reason, String message) {
        return new Respond(status, """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s","reason":"%s",\
                "code":%d}""".formatted(message, reason, status));
    }
}
