package io.fareswarm.api.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The list is a map in the eyes of Kubernetes: no two of its items have the same value in this field, and patches of
/// different items merge.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface MapKey {
    /// The field's name.
    String value();
}
