package io.fareswarm.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    /// @throws NullPointerException if a component is missing, as it may be in JSON from another program
    public TaskReport {
        Objects.requireNonNull(task);
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

        /// @throws NullPointerException if a component is missing, as it may be in JSON from another program
        public Counts {
            statuses = Map.copyOf(statuses);
            goodWithin = Map.copyOf(goodWithin);
        }

        /// Number of complete responses with any status.
        public long responses() {
            return statuses.values().stream().mapToLong(Long::longValue).sum();
        }

        /// The sum of the counts.
        public static Counts sum(List<Counts> parts) {
            return new Counts(parts.stream().mapToLong(Counts::failures).sum(),
                    parts.stream().mapToLong(Counts::dropped).sum(),
                    parts.stream().mapToLong(Counts::bytesReceived).sum(), sum(parts, Counts::statuses),
                    sum(parts, Counts::goodWithin));
        }

        private static <K> Map<K, Long> sum(List<Counts> parts, Function<Counts, Map<K, Long>> counts) {
            Map<K, Long> sum = new HashMap<>();
            parts.forEach(part -> counts.apply(part).forEach((key, count) -> sum.merge(key, count, Long::sum)));
            return sum;
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
            return new Drain(parts.stream().mapToLong(Drain::requests).sum(),
                    parts.stream().mapToLong(Drain::failures).sum(), parts.stream().mapToLong(Drain::responses).sum());
        }
    }
}
