package io.fareswarm.api.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Declares that an object may be written as `{}`. Server-side apply then replaces it as a whole (`x-kubernetes-map-type: atomic`). If it
/// removed the fields one by one, it would leave `null`, which the schema rejects.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface MayBeEmpty {
}
