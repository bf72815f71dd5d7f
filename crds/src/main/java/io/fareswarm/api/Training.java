package io.fareswarm.api;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// How the weights are obtained: fitted to a CSV file of rides, fitted to synthetic rides, or given.
///
/// @param run number of the training; raise it to train again. It cannot be lowered
/// @param csv CSV file of rides: exactly one of `configMap`, `claim`, `url`
/// @param synthetic random rides with the published model's fares plus noise, for a first try without data
/// @param weights given weights: dollars per degree of longitude, dollars per degree of latitude, dollars per ride
/// @param resources resources of the training's container
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "(has(self.csv) ? 1 : 0) + (has(self.synthetic) ? 1 : 0) + (has(self.weights) ? 1 : 0) == 1", message = "exactly one of csv, synthetic, weights")
public record Training(
        @Default("1") @Min(1) @Max(1_000_000) @ValidationRule(value = "self >= oldSelf", message = "run cannot be lowered") int run,
        @Nullable CsvSource csv, @Nullable SyntheticSource synthetic,
        @Size(min = 3, max = 3) @Nullable List<@Min(-1_000_000) @Max(1_000_000) Double> weights,
        @Nullable ContainerResources resources) {}
