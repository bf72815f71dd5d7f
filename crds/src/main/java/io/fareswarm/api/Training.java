package io.fareswarm.api;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// Where the weights come from: exactly one of a CSV of rides, rides drawn about the published weights, or the weights
/// themselves.
///
/// @param run raised to train again
/// @param csv a file of rides
/// @param synthetic rides drawn about the published weights, for trying out
/// @param weights dollars a degree of longitude, dollars a degree of latitude, dollars a ride
/// @param resources of the training's container
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "(has(self.csv) ? 1 : 0) + (has(self.synthetic) ? 1 : 0) + (has(self.weights) ? 1 : 0) == 1", message = "exactly one of csv, synthetic, weights")
public record Training(
        @Default("1") @Min(1) @Max(1_000_000) @ValidationRule(value = "self >= oldSelf", message = "run may be raised, never lowered") int run,
        @Nullable CsvSource csv, @Nullable SyntheticSource synthetic,
        @Size(min = 3, max = 3) @Nullable List<@Min(-1_000_000) @Max(1_000_000) Double> weights,
        @Nullable Resources resources) {}
