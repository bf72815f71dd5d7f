package io.fareswarm.protocol;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/// One task's samples in an interval.
///
/// @param task name of the task
/// @param counts counts of all samples
/// @param drain counts of the samples that ended after the duration; `counts` includes them
/// @param latency time from when a request was due until it ended, over all samples, including failed ones
/// @param serviceTime time from when a request was sent until it ended, over all samples that were sent
public record TaskReport(String task, Counts counts, Drain drain, HistogramReport latency,
        HistogramReport serviceTime) {
    /// Maximum length of a task's name: 64 characters of Unicode, each of which may take two.
    static final int MAX_NAME = 128;

    /// @throws NullPointerException if a component is missing, as it may be in JSON from another program
    /// @throws IllegalArgumentException if the name is too long
    public TaskReport {
        Bounds.requireText("task", task, MAX_NAME);
        Objects.requireNonNull(counts);
        Objects.requireNonNull(drain);
        Objects.requireNonNull(latency);
        Objects.requireNonNull(serviceTime);
    }

    /// Number of samples that ended.
    public long requests() {
        return latency.count();
    }

    /// Counts of a task's samples. The sum of counts is exact.
    ///
    /// @param failures samples without the response that the task expects
    /// @param dropped requests that were due but never started
    /// @param bytesReceived bytes of the responses, headers and bodies
    /// @param statuses number of responses by HTTP status
    /// @param goodWithin number of successful samples with a latency within a limit, by the limit in microseconds (see
    /// [Slice.Workload])
    public record Counts(long failures, long dropped, long bytesReceived, Map<String, Long> statuses,
            Map<Long, Long> goodWithin) {
        /// Counts of zero samples.
        public static final Counts NONE = new Counts(0, 0, 0, Map.of(), Map.of());

        private static final int MAX_STATUSES = 500;
        /// Maximum number of latency limits; a spec has at most 20.
        private static final int MAX_LIMITS = 64;

        /// @throws NullPointerException if a component is missing, as it may be in JSON from another program
        /// @throws IllegalArgumentException if there are too many statuses or limits, or a status is not from 100 to 599
        public Counts {
            Bounds.requireSize("statuses", statuses.size(), MAX_STATUSES);
            Bounds.requireSize("goodWithin", goodWithin.size(), MAX_LIMITS);
            statuses = Map.copyOf(statuses);
            goodWithin = Map.copyOf(goodWithin);
            statuses.keySet().forEach(Counts::requireStatus);
        }

        private static void requireStatus(String status) {
            if (status.length() != 3 || status.charAt(0) < '1' || status.charAt(0) > '5' || !isDigit(status.charAt(1))
                    || !isDigit(status.charAt(2))) {
                throw new IllegalArgumentException("statuses: expected 100 to 599, found another");
            }
        }

        private static boolean isDigit(char character) {
            return character >= '0' && character <= '9';
        }

        /// Number of complete responses with any status.
        public long responses() {
            return BoundedSum.of(statuses.values(), Long::longValue);
        }

        /// The sum of the counts.
        public static Counts sum(List<Counts> parts) {
            return new Counts(BoundedSum.of(parts, Counts::failures), BoundedSum.of(parts, Counts::dropped),
                    BoundedSum.of(parts, Counts::bytesReceived), sums(parts, Counts::statuses, MAX_STATUSES),
                    sums(parts, Counts::goodWithin, MAX_LIMITS));
        }

        /// The sums by key. If hostile workers report other limits than those of the spec, the least ones are summed.
        private static <K extends Comparable<K>> Map<K, Long> sums(List<Counts> parts,
                Function<Counts, Map<K, Long>> counts, int most) {
            NavigableMap<K, Long> sums = new TreeMap<>();
            parts.forEach(part -> counts.apply(part).forEach((key, count) -> sums.merge(key, count, BoundedSum::plus)));
            while (sums.size() > most) {
                sums.pollLastEntry();
            }
            return sums;
        }
    }

    /// Counts of the samples that ended after the duration, in the graceful stop. They count everywhere except in
    /// rates.
    ///
    /// @param requests samples that ended
    /// @param failures samples without the response that the task expects
    /// @param responses samples with a complete response with any status
    public record Drain(long requests, long failures, long responses) {
        /// Counts for a task without samples after the duration.
        public static final Drain NONE = new Drain(0, 0, 0);

        /// The sum of the counts.
        public static Drain sum(List<Drain> parts) {
            return new Drain(BoundedSum.of(parts, Drain::requests), BoundedSum.of(parts, Drain::failures),
                    BoundedSum.of(parts, Drain::responses));
        }
    }
}
