package io.fareswarm.api.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The string is a time as [io.fareswarm.api.Durations] reads it, within these bounds, both included.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Time {
    /// The least, written as a manifest writes it.
    String min();

    /// The most, written as a manifest writes it.
    String max();
}
