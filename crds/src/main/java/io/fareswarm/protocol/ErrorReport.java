package io.fareswarm.protocol;

import org.jspecify.annotations.Nullable;

/// How often one thing went wrong.
///
/// @param task in which
/// @param kind what happened, in one word
/// @param detail what was expected and what was seen, at most 256 characters
/// @param example the request line of one such request, the first as a rule, and the beginning of its answer, or the status
/// alone where the request carried a secret; at most [#MAX_EXAMPLE] characters; null when there is none
public record ErrorReport(String task, Kind kind, String detail, long count, @Nullable String example) {
    /// The detail that stands for every error past the bound on different ones.
    public static final String OTHER = "other";

    /// Characters of an example at most.
    public static final int MAX_EXAMPLE = 200;

    /// Without an example.
    public ErrorReport(String task, Kind kind, String detail, long count) {
        this(task, kind, detail, count, null);
    }

    /// connect: no connection. timeout: no whole answer in time. closed: the connection ended before the answer did.
    /// status: an answer whose status the task does not expect. broken: bytes that are not an HTTP answer.
    /// unfinished: still in flight when the graceful stop was over. tls: no trust, or no agreement on how to talk.
    /// body: an answer without the value that the task expects in it. oversized: an answer too long to look into.
    /// slow: an answer that came later than the task expects.
    public enum Kind {
        connect, timeout, closed, status, broken, unfinished, tls, body, oversized, slow
    }
}
