package io.fareswarm.protocol;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// How often one error happened.
///
/// @param task the task that it happened to
/// @param detail what was expected and what was found, at most 256 characters
/// @param example the request line of one such request, the first as a rule, and the beginning of its response, or the
/// status alone where the request carried a secret; at most [#MAX_EXAMPLE] characters; null when there is none
public record ErrorReport(String task, Kind kind, String detail, long count, @Nullable String example) {
    /// @throws NullPointerException when a required part is missing, as in JSON of another program
    public ErrorReport {
        Objects.requireNonNull(task);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(detail);
    }

    /// The detail that stands for every error beyond [WorkerProtocol#MAX_DISTINCT_ERRORS].
    public static final String OTHER = "other";

    /// Most characters of an example.
    public static final int MAX_EXAMPLE = 200;

    /// What happened. connect: no connection. timeout: no whole response in time. closed: the connection ended before the
    /// response did. status: a response whose status the task does not expect. broken: bytes that are not an HTTP response.
    /// unfinished: still in flight when the graceful stop was over. tls: no trust, or no common version or cipher.
    /// body: a response without the value that the task expects in it. oversized: a response too long to check.
    /// slow: a response that came later than the task expects.
    public enum Kind {
        connect, timeout, closed, status, broken, unfinished, tls, body, oversized, slow
    }
}
