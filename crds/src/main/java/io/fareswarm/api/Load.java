package io.fareswarm.api;

import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.DefaultInCode;
import io.fareswarm.api.annotation.Form;
import io.fareswarm.api.annotation.MayBeEmpty;
import io.fareswarm.api.annotation.Time;

/// The load of a run. Users wait for each response before they send the next request (closed model); arrivals have a
/// rate that does not depend on the target (open model).
///
/// @param users simulated users (closed model)
/// @param arrivals requests at a given rate (open model)
/// @param capacity a search for the highest rate of arrivals at which every threshold passes
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "[has(self.users), has(self.arrivals), has(self.capacity)].exists_one(x, x)", message = "exactly one of users, arrivals, capacity")
public record Load(@Nullable Users users, @Nullable Arrivals arrivals, @Nullable Capacity capacity) {
    /// A load of users or arrivals.
    public Load(@Nullable Users users, @Nullable Arrivals arrivals) {
        this(users, arrivals, null);
    }

    private static final String TIME = "'" + Durations.PATTERN + "'";
    private static final String STEP_MIN = "duration(has(self.step) && has(self.step.min) && self.step.min.matches("
            + TIME + ") ? self.step.min : '10s')";
    /// A time with a part of a second.
    private static final String FRACTION = "'ms|[.]'";

    /// Simulated users. Each user holds a connection, sends a request, waits for the response, pauses as `wait` says,
    /// and repeats.
    ///
    /// @param count number of users over all workers
    /// @param spawnRate users started per second until there are `count`, 100 by default; user k starts k/spawnRate
    /// seconds after the start. Not allowed with `stages`
    /// @param stages number of users over time, in place of `count`. When the number falls, the users that started last
    /// stop first; each finishes its request in flight
    /// @param pause when a user's next request is due: exactly one of `between`, `constant`, `pacing`, `throughput`.
    /// Default: immediately after the response
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "has(self.count) != has(self.stages)", message = "exactly one of count, stages")
    @ValidationRule(value = "!has(self.spawnRate) || !has(self.stages)", fieldPath = ".spawnRate", reason = "FieldValueForbidden", message = "spawnRate is forbidden with stages")
    @ValidationRule(value = "!has(self.stages) || self.stages.size() == 0 || self.stages.exists(s, s.to > 0)", fieldPath = ".stages", message = "at least one stage must have more than 0 users")
    public record Users(@Min(1) @Max(1_000_000) @Nullable Integer count,
            @Min(value = 0, inclusive = false) @Max(1_000_000) @Nullable Double spawnRate,
            @Size(min = 1, max = 20) @Nullable List<UserStage> stages,
            @JsonProperty("wait") @DefaultInCode Wait pause) {
        /// Users started per second if `spawnRate` is absent.
        public static final double DEFAULT_SPAWN_RATE = 100;

        public Users { pause = Objects.requireNonNullElseGet(pause, () -> new Wait(null, "0s", null, null)); }
    }

    /// A stage of the run in which the number of users changes.
    ///
    /// @param duration length of the stage
    /// @param to number of users at the end of the stage
    /// @param shape `ramp`: the number changes evenly, starting at the previous stage's end value (0 for the first
    /// stage). `step`: it changes at once at the beginning of the stage
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record UserStage(@Time(min = "1s", max = "24h") String duration, @Min(0) @Max(1_000_000) int to,
            @DefaultInCode("ramp") Shape shape) {
        public UserStage { shape = Objects.requireNonNullElse(shape, Shape.ramp); }
    }

    /// A stage of the run in which the arrival rate changes.
    ///
    /// @param duration length of the stage
    /// @param to requests per second at the end of the stage
    /// @param shape `ramp`: the rate changes evenly, starting at the previous stage's end value (0 for the first
    /// stage). `step`: it changes at once at the beginning of the stage
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record RateStage(@Time(min = "1s", max = "24h") String duration, @Min(0) @Max(10_000_000) double to,
            @DefaultInCode("ramp") Shape shape) {
        public RateStage { shape = Objects.requireNonNullElse(shape, Shape.ramp); }
    }

    /// How the load changes in a stage: evenly, or at once at the beginning.
    public enum Shape {
        ramp, step
    }

    /// When a user's next request is due.
    ///
    /// @param between a random time after the response, uniform over an interval
    /// @param constant a fixed time after the response
    /// @param pacing a fixed period: requests are due at multiples of this time after the user's start. Of the requests
    /// that become due while the user waits for a response, the latest is sent right after that response and the others
    /// are dropped
    /// @param throughput requests per second of each user, at least 0.0001: a `pacing` of 1/throughput seconds
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "[has(self.between), has(self.constant), has(self.pacing), has(self.throughput)].exists_one(x, x)", message = "exactly one of between, constant, pacing, throughput")
    @ValidationRule(value = "!has(self.throughput) || self.throughput <= 0.0 || self.throughput >= 0.0001", fieldPath = ".throughput", message = "throughput must be at least 0.0001")
    public record Wait(@Nullable Between between, @Time(min = "0s", max = "1h") @Nullable String constant,
            @Time(min = "1ms", max = "1h") @Nullable String pacing,
            @Min(value = 0, inclusive = false) @Max(1000) @Nullable Double throughput) {}

    /// An interval of times, both ends included.
    ///
    /// @param min shortest time
    /// @param max longest time
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "!self.min.matches('" + Durations.PATTERN + "') || !self.max.matches('" + Durations.PATTERN
            + "') || duration(self.min) <= duration(self.max)", message = "min must not be above max")
    public record Between(@Time(min = "0s", max = "1h") String min, @Time(min = "0s", max = "1h") String max) {}

    /// Requests at a given rate: request k is due when the rate, summed up over time, reaches k.
    ///
    /// @param rate requests per second over all workers; request k is due k/rate seconds after the start
    /// @param stages requests per second over time, in place of `rate`
    /// @param distribution spacing of the requests. `constant`: evenly spaced. `poisson`: independent, with exponential
    /// gaps drawn from the seed
    /// @param maxInFlight maximum number of requests in flight over all workers; a request that becomes due at this
    /// limit is dropped, not queued
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "has(self.rate) != has(self.stages)", message = "exactly one of rate, stages")
    @ValidationRule(value = "!has(self.stages) || self.stages.size() == 0 || self.stages.exists(s, s.to > 0.0)", fieldPath = ".stages", message = "at least one stage must have a rate above 0")
    public record Arrivals(@Min(value = 0, inclusive = false) @Max(10_000_000) @Nullable Double rate,
            @Size(min = 1, max = 20) @Nullable List<RateStage> stages,
            @DefaultInCode("constant") Distribution distribution,
            @DefaultInCode("5000") @Min(1) @Max(100_000) Integer maxInFlight) {
        public Arrivals {
            distribution = Objects.requireNonNullElse(distribution, Distribution.constant);
            maxInFlight = Objects.requireNonNullElse(maxInFlight, 5000);
        }
    }

    /// Spacing of arrivals: even, or a Poisson process.
    public enum Distribution {
        constant, poisson
    }

    /// A search for the capacity of the target: the highest rate of Poisson arrivals at which every threshold passes. The run
    /// consists of steps with different rates, and `status.capacity` has the result.
    ///
    /// @param start requests per second of the first step
    /// @param max maximum rate of a step, requests per second
    /// @param precision the search ends when each bound is about this share of the capacity away from it
    /// @param confidence probability that the bounds contain the capacity
    /// @param step length of a step
    /// @param time maximum length of the whole search. Then the bounds are those that the steps so far give
    /// @param maxInFlight maximum number of requests in flight over all workers; a request that becomes due at this
    /// limit is dropped, and is outside of every limit
    @MayBeEmpty
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "!has(self.time) || !self.time.matches(" + FRACTION
            + ")", fieldPath = ".time", message = "time must be written in whole seconds, minutes or hours, such as 10m")
    @ValidationRule(value = "duration(has(self.time) && self.time.matches(" + TIME + ") ? self.time : '10m') >= "
            + "duration(has(self.step) && has(self.step.max) && self.step.max.matches(" + TIME
            + ") ? self.step.max : '60s')"
            + " + " + STEP_MIN + " + "
            + STEP_MIN, fieldPath = ".time", message = "time must be at least step.max and twice step.min")
    @ValidationRule(value = "(has(self.start) ? self.start : 50.0) <= (has(self.max) ? self.max : 20000.0)", fieldPath = ".start", message = "start must not be above max")
    public record Capacity(@DefaultInCode("50") @Min(value = 0, inclusive = false) @Max(10_000_000) Double start,
            @DefaultInCode("20000") @Min(value = 0, inclusive = false) @Max(10_000_000) Double max,
            @DefaultInCode("5%") @Size(max = Percent.MAX_LENGTH) @Form(value = "^([1-9]|[1-4][0-9])([.][0-9]{1,3})?%$|^50%$", message = "must be a percentage from 1% to 50%, such as 5%") String precision,
            @DefaultInCode("95%") @Size(max = Percent.MAX_LENGTH) @Form(value = "^[5-9][0-9]([.][0-9]{1,3})?%$", message = "must be a percentage from 50% to below 100%, such as 95%") String confidence,
            @DefaultInCode StepLength step,
            @DefaultInCode("10m") @Time(min = "1m", max = "1h") String time,
            @DefaultInCode("5000") @Min(1) @Max(100_000) Integer maxInFlight) {
        public Capacity {
            start = Objects.requireNonNullElse(start, 50.0);
            max = Objects.requireNonNullElse(max, 20_000.0);
            precision = Objects.requireNonNullElse(precision, "5%");
            confidence = Objects.requireNonNullElse(confidence, "95%");
            step = Objects.requireNonNullElseGet(step, () -> new StepLength("10s", "60s"));
            time = Objects.requireNonNullElse(time, "10m");
            maxInFlight = Objects.requireNonNullElse(maxInFlight, 5000);
        }

        /// The load of the first step, in the form that workers know.
        public Load first() {
            return new Load(null, new Arrivals(start, null, Distribution.poisson, maxInFlight));
        }
    }

    /// Length of the steps of a search.
    ///
    /// @param min length of a step in which the search looks for the range of the capacity. A step that measures near the
    /// capacity is twice as long. Default: 10s
    /// @param max length of the last step, which confirms the rate found. Default: 60s
    @MayBeEmpty
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "!has(self.min) || !self.min.matches(" + FRACTION
            + ")", fieldPath = ".min", message = "min must be written in whole seconds or minutes, such as 10s")
    @ValidationRule(value = "!has(self.max) || !self.max.matches(" + FRACTION
            + ")", fieldPath = ".max", message = "max must be written in whole seconds or minutes, such as 60s")
    @ValidationRule(value = "duration(has(self.min) && self.min.matches(" + TIME
            + ") ? self.min : '10s') <= duration(has(self.max) && self.max.matches(" + TIME
            + ") ? self.max : '60s')", message = "min must not be above max")
    public record StepLength(
            @DefaultInCode @Time(min = "10s", max = "5m") String min,
            @DefaultInCode @Time(min = "10s", max = "5m") String max) {
        public StepLength {
            min = Objects.requireNonNullElse(min, "10s");
            max = Objects.requireNonNullElse(max, "60s");
        }
    }
}
