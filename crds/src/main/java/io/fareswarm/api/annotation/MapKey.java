package io.fareswarm.api.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Declares a list as a map (`x-kubernetes-list-type: map`). The value of the key field is unique among the items, and
/// patches merge items by it.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface MapKey {
    /// Name of the key field.
    String value();
}
