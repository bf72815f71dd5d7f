package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;

/// How a taxi-fare model is trained and served.
///
/// @param training how the weights are obtained: exactly one of `csv`, `synthetic`, `weights`
/// @param serving how the model is served
@JsonIgnoreProperties(ignoreUnknown = true)
public record FareModelSpec(Training training, @Default("{}") Serving serving) {}
