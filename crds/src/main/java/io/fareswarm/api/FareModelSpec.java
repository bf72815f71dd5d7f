package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;

/// What to train and how to serve it.
///
/// @param training where the weights come from
/// @param serving how the model is served
@JsonIgnoreProperties(ignoreUnknown = true)
public record FareModelSpec(Training training, @Default("{}") Serving serving) {}
