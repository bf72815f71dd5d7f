package io.fareswarm.protocol;

import java.util.List;
import java.util.Objects;

/// One worker's measurements of consecutive seconds: a one-second interval, or the total of all seconds so far. A
/// sample belongs to the second in which it ended.
///
/// @param span the seconds that were measured
/// @param users maximum number of active users at one time; in the open model, of requests in flight
/// @param stalls delay of the load generator, one value for each second of the duration. The value is the greater of
/// two: the 99th percentile of the lag (sent - max(due, free)), and the longest turn of the send loop. A turn that
/// spans several seconds counts in each of them
/// @param tasks measurements of each task, in the slice's order, including tasks without samples
/// @param errors failures by error, most frequent first
/// @param addresses requests by address of the target; empty if JSON omits them
public record IntervalReport(Span span, long users, HistogramReport stalls, List<TaskReport> tasks,
        List<ErrorReport> errors, List<AddressReport> addresses) {
    /// @throws NullPointerException if a component is missing, as it may be in JSON from another program
    /// @throws IllegalArgumentException if there are too many users, tasks, errors or addresses, or if the last second is not within
    /// a quarter of a year. That is half the limit of a [Span], because a threshold window that contains the second can
    /// end later
    public IntervalReport {
        if (span.last() >= Span.MAX_SECONDS / 2) {
            throw new IllegalArgumentException(
                    "span: expected seconds below %d, found %d".formatted(Span.MAX_SECONDS / 2, span.last()));
        }
        Bounds.requireCount("users", users);
        Objects.requireNonNull(stalls);
        tasks = Bounds.requireList("tasks", tasks, WorkerProtocol.MAX_TASKS);
        errors = Bounds.requireList("errors", errors, WorkerProtocol.MAX_ERRORS);
        addresses = addresses == null
                ? List.of()
                : Bounds.requireList("addresses", addresses, WorkerProtocol.MAX_ADDRESSES + 1);
    }

    /// Measurements without a count for each address.
    public IntervalReport(Span span, long users, HistogramReport stalls, List<TaskReport> tasks,
            List<ErrorReport> errors) {
        this(span, users, stalls, tasks, errors, List.of());
    }

    /// Consecutive seconds of a run.
    ///
    /// @param first first second, counted from the start barrier, from 0
    /// @param seconds number of seconds; 0 for a total without any second
    /// @param phase part of the run in which a one-second interval began. For a total it is `measured`, because totals
    /// leave out the warm-up
    public record Span(long first, long seconds, RunPart phase) {
        /// Upper bound of the seconds of a span: half a year, longer than any run.
        static final long MAX_SECONDS = 1 << 24;

        /// @throws IllegalArgumentException if the seconds are not within half a year, or the phase is missing
        public Span {
            if (first < 0 || seconds < 0 || seconds > MAX_SECONDS || first > MAX_SECONDS - seconds || phase == null) {
                throw new IllegalArgumentException(
                        "span: expected a phase and seconds from 0 to %d, found %s and %d seconds from %d"
                                .formatted(MAX_SECONDS, phase, seconds, first));
            }
        }

        /// The span of one second.
        public static Span of(long second, RunPart phase) {
            return new Span(second, 1, phase);
        }

        /// The span from the start barrier to the second `last`, for a total. -1 gives a span without seconds.
        public static Span through(long last) {
            return new Span(0, last + 1, RunPart.measured);
        }

        /// The last second; -1 for a total without any second.
        public long last() {
            return first + seconds - 1;
        }
    }

    /// The parts of a run. Samples of the drain count in the result, but not in rates and not in the check of the load
    /// generator's lag.
    public enum RunPart {
        warmup, measured, drain
    }
}
