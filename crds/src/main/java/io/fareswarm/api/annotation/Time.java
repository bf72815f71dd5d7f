package io.fareswarm.api.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The string is a duration as in [io.fareswarm.api.Durations], within these bounds, both included.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Time {
    /// Shortest duration, as in a manifest.
    String min();

    /// Longest duration, as in a manifest.
    String max();
}
