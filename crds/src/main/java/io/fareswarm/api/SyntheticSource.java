package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/// Random taxi rides with the published model's fares plus noise, for a first try without data.
///
/// @param rows number of rides
/// @param seed seed of the rides; the same seed gives the same rides and the same digest
@JsonIgnoreProperties(ignoreUnknown = true)
public record SyntheticSource(@Default("100000") @Min(100) @Max(10_000_000) int rows,
        @Default("1") @Min(0) @Max(9_007_199_254_740_991.0) long seed) {}
