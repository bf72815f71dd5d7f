package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
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
    /// @param spawnRate users started a second until there are `count`; user k starts at k/spawnRate
    /// @param pause what a user does between an answer and its next request; nothing by default
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Users(@Min(1) @Max(1_000_000) int count,
            @Default("100") @Min(value = 0, inclusive = false) @Max(1_000_000) double spawnRate,
            @JsonProperty("wait") @Default("{\"constant\": \"0s\"}") Wait pause) {}

    /// What a user does between an answer and its next request.
    ///
    /// @param between a time drawn evenly from an interval
    /// @param constant the same time always
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "has(self.between) != has(self.constant)", message = "exactly one of between, constant")
    public record Wait(@Nullable Between between, @Time(min = "0s", max = "1h") @Nullable String constant) {}

    /// An interval of times, both ends included.
    ///
    /// @param min the least time
    /// @param max the most
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "!self.min.matches('" + Durations.PATTERN + "') || !self.max.matches('" + Durations.PATTERN
            + "') || duration(self.min) <= duration(self.max)", message = "min must not be above max")
    public record Between(@Time(min = "0s", max = "1h") String min, @Time(min = "0s", max = "1h") String max) {}

    /// Requests that are due at a constant rate: request k at k/rate.
    ///
    /// @param rate requests a second, of all workers together
    /// @param maxInFlight a request that is due while so many are under way is dropped at once, never queued
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Arrivals(@Min(value = 0, inclusive = false) @Max(10_000_000) double rate,
            @Default("5000") @Min(1) @Max(100_000) int maxInFlight) {}
}
