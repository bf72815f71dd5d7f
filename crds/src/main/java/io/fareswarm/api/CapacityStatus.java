package io.fareswarm.api;

import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// Search for the capacity of a target. Rates are requests per second.
///
/// @param rate the capacity found: the highest rate at which every limit holds; 0 if there is none; absent during the search
/// @param lower lower bound of the capacity, with the confidence of the spec; absent if there is none
/// @param upper upper bound; absent if there is none, for example because no limit was exceeded
/// @param perReplica `rate` by the ready replicas of the FareModel; absent for a target with a url
/// @param limitedBy what limits the capacity: the name of a threshold; `max` if every limit holds at `load.capacity.max`;
/// absent if the search ended before it knew
/// @param confirmed whether the longer step at this rate was within every limit
/// @param steps the steps so far
@JsonIgnoreProperties(ignoreUnknown = true)
public record CapacityStatus(@Nullable Double rate, @Nullable Double lower, @Nullable Double upper,
        @Nullable Double perReplica, @Size(max = 64) @Nullable String limitedBy, @Nullable Boolean confirmed,
        @Size(max = MOST_STEPS) List<Step> steps) {
    /// Replaces a missing list by an empty one.
    public CapacityStatus { steps = Objects.requireNonNullElse(steps, List.of()); }

    /// Maximum number of steps.
    public static final int MOST_STEPS = 60;
    /// The value of `limitedBy` if no limit was exceeded.
    public static final String MAX = "max";

    /// A search that goes on.
    public static CapacityStatus of(List<Step> steps) {
        return new CapacityStatus(null, null, null, null, null, null, List.copyOf(steps));
    }

    /// A part of the search with one rate of arrivals.
    ///
    /// @param second second of the run at which the step begins, counted from the start
    /// @param pauseSeconds seconds without requests before it, in which the target ended those that it had
    /// @param countsFrom second from which the step counts, if workers received it late; absent otherwise
    /// @param rate arrivals per second
    /// @param purpose why the step was made. ramp: doubles the rate until a limit is exceeded. narrow: halves the range in
    /// which the capacity lies. measure: measures near the capacity. confirm: confirms the rate found
    /// @param counts what was measured; absent before the step is in the status for a second
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Step(long second, int pauseSeconds, double rate, Purpose purpose, @Nullable Long countsFrom,
            @Nullable StepResult counts) {
        /// A step that no worker has received yet.
        public Step(long second, int pauseSeconds, double rate, Purpose purpose) {
            this(second, pauseSeconds, rate, purpose, null, null);
        }

        /// A copy with what was measured.
        ///
        /// @param from second from which the step counts; null for its first
        public Step with(@Nullable Long from, StepResult measured) {
            return new Step(second, pauseSeconds, rate, purpose, from, measured);
        }
    }

    /// Why a step is made.
    public enum Purpose {
        ramp, narrow, measure, confirm
    }

    /// What a step measured. The first two seconds do not count, and neither do seconds in which a worker was lost or late.
    ///
    /// @param complete whether the step is over
    /// @param seconds number of seconds that count
    /// @param late seconds that do not count because a worker was late
    /// @param requests requests that ended in them
    /// @param throughput responses per second
    /// @param p50 median latency, in milliseconds; absent without requests
    /// @param p95 95th percentile of the latency, in milliseconds; absent without requests
    /// @param p99 99th percentile of the latency, in milliseconds; absent without requests
    /// @param inFlight most requests in flight in the last second
    /// @param passed whether every limit held
    /// @param limits each limit
    /// @param slowest the slowest quarter of the requests, for the bounds of the capacity
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record StepResult(boolean complete, int seconds, int late, long requests, double throughput,
            @Nullable Double p50,
            @Nullable Double p95, @Nullable Double p99, long inFlight, boolean passed,
            @Size(max = MOST_LIMITS) List<Limit> limits, Varying slowest) {
        /// Replaces missing parts by empty ones.
        public StepResult {
            limits = Objects.requireNonNullElse(limits, List.of());
            slowest = Objects.requireNonNullElseGet(slowest, () -> new Varying(0, List.of()));
        }

        /// A copy for a step that is over, or goes on.
        public StepResult with(boolean isComplete) {
            return new StepResult(isComplete, seconds, late, requests, throughput, p50, p95, p99, inFlight, passed,
                    limits,
                    slowest);
        }

        /// Maximum number of limits.
        public static final int MOST_LIMITS = 5;
    }

    /// A limit in a step.
    ///
    /// @param name name of the threshold
    /// @param observed observed value with its unit, such as `12.4ms`
    /// @param value the same as a number, in the unit of the threshold's result; absent without samples
    /// @param passed whether it is within the limit
    /// @param bad requests outside of the limit
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Limit(@Size(max = 64) String name, @Size(max = 64) String observed, @Nullable Double value,
            boolean passed, Varying bad) {
        /// Replaces a missing number by none.
        public Limit { bad = Objects.requireNonNullElseGet(bad, () -> new Varying(0, List.of())); }
    }

    /// A number of requests, and how it varies over time.
    ///
    /// @param requests number of requests
    /// @param squares for batches of 1, 2, 4, 8 and 16 seconds, the sum of the squared distances from the expected number,
    /// by the share of the other requests
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Varying(long requests, @Size(max = 5) List<Double> squares) {
        /// Replaces a missing list by an empty one.
        public Varying { squares = Objects.requireNonNullElse(squares, List.of()); }
    }
}
