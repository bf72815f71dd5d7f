package io.fareswarm.api.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Declares that the record's constructor replaces an absent value by a default, and that the API server does not.
///
/// Each default inside a list, or inside an object that is not always there, is of this kind. A default that the API server
/// adds there makes `kubectl apply` differ from the stored object, and stays when a later apply replaces the object.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface DefaultInCode {
    /// The default for the field's description; empty if the doc comment states it.
    String value() default "";
}
