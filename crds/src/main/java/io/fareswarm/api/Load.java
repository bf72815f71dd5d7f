package io.fareswarm.api;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.Time;

/// How much load: users who wait for their answers (closed), or arrivals at a rate whatever the target does (open).
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "has(self.users) != has(self.arrivals)", message = "exactly one of users, arrivals")
public record Load(@Nullable Users users, @Nullable Arrivals arrivals) {

    /// Simulated users: each holds a connection, sends, awaits the answer, waits, and repeats.
    ///
    /// @param count users of all workers together
    /// @param spawnRate users started a second until there are `count`, 100 by default; user k starts at k/spawnRate
    /// @param stages how many users there are in the course of time, in place of `count`; the last started leave first: a
    /// user that leaves finishes its request
    /// @param pause when a user's next request is due; as soon as it has an answer by default
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "has(self.count) != has(self.stages)", message = "exactly one of count, stages")
    @ValidationRule(value = "!has(self.spawnRate) || !has(self.stages)", fieldPath = ".spawnRate", reason = "FieldValueForbidden", message = "spawnRate is forbidden with stages")
    @ValidationRule(value = "!has(self.stages) || self.stages.size() == 0 || self.stages.exists(s, s.to > 0)", fieldPath = ".stages", message = "at least one stage must have users")
    public record Users(@Min(1) @Max(1_000_000) @Nullable Integer count,
            @Min(value = 0, inclusive = false) @Max(1_000_000) @Nullable Double spawnRate,
            @Size(min = 1, max = 20) @Nullable List<UserStage> stages,
            @JsonProperty("wait") @Default("{\"constant\": \"0s\"}") Wait pause) {
        /// Where `spawnRate` is not given.
        public static final double DEFAULT_SPAWN_RATE = 100;
    }

    /// A stretch of a run with a course of its own.
    ///
    /// @param duration how long it takes
    /// @param to users at its end
    /// @param shape how they get there
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record UserStage(@Time(min = "1s", max = "24h") String duration, @Min(0) @Max(1_000_000) int to,
            @Default("ramp") Shape shape) {}

    /// A stretch of a run with a course of its own.
    ///
    /// @param duration how long it takes
    /// @param to requests a second at its end
    /// @param shape how they get there
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record RateStage(@Time(min = "1s", max = "24h") String duration, @Min(0) @Max(10_000_000) double to,
            @Default("ramp") Shape shape) {}

    /// ramp: evenly from where the stage before ended, at first from 0. step: at once, and constant from then on.
    public enum Shape {
        ramp, step
    }

    /// When a user's next request is due.
    ///
    /// @param between after the answer and a time drawn evenly from an interval
    /// @param constant after the answer and the same time always
    /// @param pacing at a multiple of this time from the user's start: a cycle that is due while the user still awaits an
    /// answer starts right after it if it is the latest one, else it is dropped
    /// @param throughput the same with so many cycles a second
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "[has(self.between), has(self.constant), has(self.pacing), has(self.throughput)].exists_one(x, x)", message = "exactly one of between, constant, pacing, throughput")
    @ValidationRule(value = "!has(self.throughput) || self.throughput <= 0.0 || self.throughput >= 0.0001", fieldPath = ".throughput", message = "throughput must be at least 0.0001")
    public record Wait(@Nullable Between between, @Time(min = "0s", max = "1h") @Nullable String constant,
            @Time(min = "1ms", max = "1h") @Nullable String pacing,
            @Min(value = 0, inclusive = false) @Max(1000) @Nullable Double throughput) {}

    /// An interval of times, both ends included.
    ///
    /// @param min the least time
    /// @param max the most
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "!self.min.matches('" + Durations.PATTERN + "') || !self.max.matches('" + Durations.PATTERN
            + "') || duration(self.min) <= duration(self.max)", message = "min must not be above max")
    public record Between(@Time(min = "0s", max = "1h") String min, @Time(min = "0s", max = "1h") String max) {}

    /// Requests that are due at a rate: request k where the rate, added up over time, has reached k.
    ///
    /// @param rate requests a second, of all workers together; request k is due at k/rate
    /// @param stages the rate in the course of time, in place of `rate`
    /// @param distribution how requests lie around the rate
    /// @param maxInFlight a request that is due while so many are under way is dropped at once, never queued
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "has(self.rate) != has(self.stages)", message = "exactly one of rate, stages")
    @ValidationRule(value = "!has(self.stages) || self.stages.size() == 0 || self.stages.exists(s, s.to > 0.0)", fieldPath = ".stages", message = "at least one stage must have a rate above 0")
    public record Arrivals(@Min(value = 0, inclusive = false) @Max(10_000_000) @Nullable Double rate,
            @Size(min = 1, max = 20) @Nullable List<RateStage> stages,
            @Default("constant") Distribution distribution,
            @Default("5000") @Min(1) @Max(100_000) int maxInFlight) {}

    /// constant: evenly spaced. poisson: independent of each other, with exponential gaps that the seed decides.
    public enum Distribution {
        constant, poisson
    }
}
