package io.fareswarm.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// One task's samples in an interval.
///
/// @param task its name
/// @param drain the part of the samples that ended after the duration
/// @param latency of every sample that ended, failed ones too: from the instant it was due
/// @param serviceTime of every sample that was sent: from the instant it was sent
public record TaskReport(String task, Counts counts, Drain drain, HistogramReport latency,
        HistogramReport serviceTime) {
    /// @throws NullPointerException when a part is missing, as in JSON of another program
    public TaskReport {
        Objects.requireNonNull(task);
        Objects.requireNonNull(counts);
        Objects.requireNonNull(drain);
        Objects.requireNonNull(latency);
        Objects.requireNonNull(serviceTime);
    }

    /// Samples that ended.
    public long requests() {
        return latency.count();
    }

    /// Counts of a task's samples. Adding is exact.
    ///
    /// @param failures samples whose outcome is not the one that the task expects
    /// @param dropped requests that were due but never started
    /// @param bytesReceived heads and bodies of the responses
    /// @param statuses responses by HTTP status
    /// @param goodWithin by each of the slice's latencies, microseconds, the samples that were as the task expects and took no
    /// longer
    public record Counts(long failures, long dropped, long bytesReceived, Map<String, Long> statuses,
            Map<Long, Long> goodWithin) {
        /// No samples.
        public static final Counts NONE = new Counts(0, 0, 0, Map.of(), Map.of());

        /// @throws NullPointerException when a part is missing, as in JSON of another program
        public Counts {
            statuses = Map.copyOf(statuses);
            goodWithin = Map.copyOf(goodWithin);
        }

        /// Whole responses, whatever their status.
        public long responses() {
            return statuses.values().stream().mapToLong(Long::longValue).sum();
        }

        /// All of these together.
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

    /// The samples that ended after the duration, in the graceful stop: they count in everything but in rates.
    ///
    /// @param failures of them, those whose outcome is not the one that the task expects
    /// @param responses of them, those with a whole response, whatever its status
    public record Drain(long requests, long failures, long responses) {
        /// Nothing ended after the duration.
        public static final Drain NONE = new Drain(0, 0, 0);

        /// All of these together.
        public static Drain sum(List<Drain> parts) {
            return new Drain(parts.stream().mapToLong(Drain::requests).sum(),
                    parts.stream().mapToLong(Drain::failures).sum(), parts.stream().mapToLong(Drain::responses).sum());
        }
    }
}
