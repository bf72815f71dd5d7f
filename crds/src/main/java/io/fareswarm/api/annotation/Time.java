package io.fareswarm.api.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Declares a string as a duration (see [io.fareswarm.api.Durations]) between two bounds, both included.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Time {
    /// Shortest duration, as in a manifest.
    String min();

    /// Longest duration, as in a manifest.
    String max();
}
