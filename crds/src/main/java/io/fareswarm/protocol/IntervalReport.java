package io.fareswarm.protocol;

import java.util.List;
import java.util.Objects;

/// One worker's measurements of consecutive seconds: of a one-second interval, or of all seconds so far, the total. A sample
/// counts in the second in which it ended.
///
/// @param users the most that were active in one of the seconds; in the open model, the most requests in flight
/// @param stalls how late the generator was, a value for each second of the duration: the greater of the lag's 99th
/// percentile (lag: sent - max(due, free)) and of the send loop's longest turn, which counts in each second that it spans
/// @param tasks in the order of the slice's tasks, each present even without a sample
/// @param errors failures by what happened, most frequent first
public record IntervalReport(Span span, long users, HistogramReport stalls, List<TaskReport> tasks,
        List<ErrorReport> errors) {
    /// @throws NullPointerException when a part is missing, as in JSON of another program
    /// @throws IllegalArgumentException when the seconds are beyond a quarter of a year: windows of them may be twice as late
    public IntervalReport {
        if (span.last() >= Span.MAX_SECONDS / 2) {
            throw new IllegalArgumentException(
                    "span: expected seconds below %d, found %d".formatted(Span.MAX_SECONDS / 2, span.last()));
        }
        Objects.requireNonNull(stalls);
        tasks = List.copyOf(tasks);
        errors = List.copyOf(errors);
    }

    /// Consecutive seconds of a run.
    ///
    /// @param first from the start barrier on, 0 first
    /// @param seconds how many they are; 0 for a total of nothing
    /// @param phase the part of the run in which a one-second interval began; measured for a total, which leaves out the
    /// warm-up
    public record Span(long first, long seconds, RunPart phase) {
        /// More seconds than any run has: half a year.
        private static final long MAX_SECONDS = 1 << 24;

        /// @throws IllegalArgumentException when the seconds are not within half a year, or without a phase
        public Span {
            if (first < 0 || seconds < 0 || seconds > MAX_SECONDS || first > MAX_SECONDS - seconds || phase == null) {
                throw new IllegalArgumentException(
                        "span: expected a phase and seconds from 0 to %d, found %s and %d seconds from %d"
                                .formatted(MAX_SECONDS, phase, seconds, first));
            }
        }

        /// One second.
        public static Span of(long second, RunPart phase) {
            return new Span(second, 1, phase);
        }

        /// Everything from the start barrier to that second, -1 for nothing.
        public static Span through(long last) {
            return new Span(0, last + 1, RunPart.measured);
        }

        /// The last of the seconds; -1 for a total of nothing.
        public long last() {
            return first + seconds - 1;
        }
    }

    /// The parts of a run. Samples of the drain count in the result, but neither in rates nor in judging the generator.
    public enum RunPart {
        warmup, measured, drain
    }
}
