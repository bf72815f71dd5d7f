package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;

/// What to train and how to serve it.
@JsonIgnoreProperties(ignoreUnknown = true)
public record FareModelSpec(Training training, @Default("{}") Serving serving) {}
