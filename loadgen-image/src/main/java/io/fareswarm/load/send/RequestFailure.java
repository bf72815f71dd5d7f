package io.fareswarm.load.send;

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
}
