package io.fareswarm.model.http;

/// A request that came whole.
///
/// @param body empty where there was none
@SuppressWarnings("ArrayRecordComponent") // read at once and never compared
public record Request(Head head, byte[] body) {
    /// As it was sent; any token.
    public String method() {
        return head.method();
    }

    /// The target before its first question mark, as it was sent: not decoded, and not always with a slash first.
    public String path() {
        return head.path();
    }

    /// The value of the first header of that name, empty when there is none.
    ///
    /// @param name in lower case
    public String header(String name) {
        return head.header(name);
    }
}
