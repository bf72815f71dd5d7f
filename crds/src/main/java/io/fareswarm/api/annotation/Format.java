package io.fareswarm.api.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The OpenAPI format of a string, which Kubernetes checks, such as `date-time`.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Format {
    /// Name of the format.
    String value();
}
