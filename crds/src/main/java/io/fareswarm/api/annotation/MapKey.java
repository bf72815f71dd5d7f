package io.fareswarm.api.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Declares the list as a map with this key (`x-kubernetes-list-type: map`): each item has another key, and patches merge
/// by it.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface MapKey {
    /// Name of the key field.
    String value();
}
