package io.fareswarm.api.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Declares that manifests may write a text as a whole number, as Kubernetes' own quantities (`x-kubernetes-int-or-string`).
/// Jackson reads the number as text.
@Target(ElementType.TYPE_USE)
@Retention(RetentionPolicy.RUNTIME)
public @interface IntOrString {
    /// Smallest number.
    long min();

    /// Largest number.
    long max() default Long.MAX_VALUE;
}
