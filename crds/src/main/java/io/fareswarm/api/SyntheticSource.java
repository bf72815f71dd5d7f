package io.fareswarm.api;

import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

import io.fareswarm.api.annotation.DefaultInCode;
import io.fareswarm.api.annotation.MayBeEmpty;

/// Random taxi rides with the published model's fares plus noise, for a first try without data.
///
/// @param rows number of rides
/// @param seed seed of the rides; the same seed gives the same rides and the same digest
@MayBeEmpty
@JsonIgnoreProperties(ignoreUnknown = true)
public record SyntheticSource(@DefaultInCode("100000") @Min(100) @Max(10_000_000) Integer rows,
        @DefaultInCode("1") @Min(0) @Max(9_007_199_254_740_991.0) Long seed) {
    public SyntheticSource {
        rows = Objects.requireNonNullElse(rows, 100_000);
        seed = Objects.requireNonNullElse(seed, 1L);
    }
}
