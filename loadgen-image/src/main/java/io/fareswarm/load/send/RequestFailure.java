package io.fareswarm.load.send;

import java.io.IOException;

import io.fareswarm.protocol.ErrorReport.Kind;

/// The reason why a request ended without a complete response.
///
/// @param kind kind of the error
/// @param detail explanation for people; equal for equal failures, so that they are counted as one error
record RequestFailure(Kind kind, String detail) {
    /// Whether the request failed before its connection was open.
    boolean isUnconnected() {
        return kind == Kind.connect || kind == Kind.tls;
    }

    /// The exception's message with the message of its root cause, which is the more precise one for certificates.
    static String describe(IOException e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        Throwable first = e;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        String cause = first.getMessage();
        return cause == null || text.contains(cause) ? text : text + ": " + cause;
    }
}
