package io.fareswarm.api.worker;

/// How often one thing went wrong.
///
/// @param task in which
/// @param kind what happened, in one word
/// @param detail what was expected and what was seen, at most 256 characters
public record ErrorReport(String task, Kind kind, String detail, long count) {
    /// The detail that stands for every error past the bound on different ones.
    public static final String OTHER = "other";

    /// connect: no connection. timeout: no whole answer in time. closed: the connection ended before the answer did.
    /// status: an answer whose status the task does not expect. broken: bytes that are not an HTTP answer.
    /// unfinished: still in flight when the graceful stop was over.
    public enum Kind {
        connect, timeout, closed, status, broken, unfinished
    }
}
