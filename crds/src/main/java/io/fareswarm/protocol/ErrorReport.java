package io.fareswarm.protocol;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// One kind of failure of a task, with the number of requests that failed in this way. Harmful characters of its texts are
/// removed ([VisibleText]), also where a worker reports them.
///
/// @param task name of the task whose requests failed
/// @param detail what was expected and what was found, at most [#MAX_DETAIL] characters
/// @param count number of failed requests
/// @param example request line and beginning of the response of one such request, usually the first; the status alone
/// if the request carried a secret. At most [#MAX_EXAMPLE] characters; null if there is none
/// @param seen when these requests ended
public record ErrorReport(String task, Kind kind, String detail, long count, @Nullable String example, Seen seen) {
    /// @throws NullPointerException if a required component is missing, as it may be in JSON from another program
    /// @throws IllegalArgumentException if a text is too long
    public ErrorReport {
        Bounds.requireText("errors.task", task, TaskReport.MAX_NAME);
        Objects.requireNonNull(kind);
        Bounds.requireText("errors.detail", detail, MAX_DETAIL);
        detail = VisibleText.of(detail);
        if (example != null) {
            Bounds.requireText("errors.example", example, MAX_EXAMPLE);
            example = VisibleText.of(example);
        }
        Objects.requireNonNull(seen);
    }

    /// Seconds of the run with an error, from the start barrier.
    ///
    /// @param first first second with the error
    /// @param last last second with the error
    public record Seen(long first, long last) {
        /// @throws IllegalArgumentException if the seconds are negative, or not in their order
        public Seen {
            if (first < 0 || last < first) {
                throw new IllegalArgumentException(
                        "seen: expected a first second from 0 and a last one not before it, found %d and %d"
                                .formatted(first, last));
            }
        }

        /// One second.
        public static Seen at(long second) {
            return new Seen(second, second);
        }

        /// The first second of both and the last second of both.
        public Seen and(Seen other) {
            return new Seen(Math.min(first, other.first), Math.max(last, other.last));
        }
    }

    /// The detail under which all errors beyond [WorkerProtocol#MAX_DISTINCT_ERRORS] are counted.
    public static final String OTHER = "other";

    /// Maximum number of characters of a detail.
    public static final int MAX_DETAIL = 256;

    /// Maximum number of characters of an example.
    public static final int MAX_EXAMPLE = 200;

    /// Kind of error. connect: no connection. timeout: no complete response in time. closed: the connection ended
    /// before the response was complete. status: a response with a status that the task does not expect. broken: bytes
    /// that are not an HTTP response. unfinished: in flight at the end of the graceful stop. tls: an untrusted
    /// certificate, or no common version or cipher. body: a response without the value that the task expects in its
    /// body. oversized: a response body too long to check. slow: a response later than the task expects.
    public enum Kind {
        connect, timeout, closed, status, broken, unfinished, tls, body, oversized, slow
    }
}
