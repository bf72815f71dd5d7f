package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Required;

/// What to train and how to serve it.
@JsonIgnoreProperties(ignoreUnknown = true)
public record FareModelSpec(@Required Training training, Serving serving) {}
