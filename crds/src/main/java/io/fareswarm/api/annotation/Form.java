package io.fareswarm.api.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Form of a text, as a CEL rule. A `pattern` of the schema would do the same, but the API server's message would be the
/// regular expression. A value that may be a number has a pattern nevertheless, whose message is in `TextForms`.
@Target(ElementType.TYPE_USE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Form {
    /// Regular expression, for Java and RE2, that a part of the text matches. It has no single quote or no double quote.
    String value();

    /// Message for another text: "must be ..., such as ...".
    String message();
}
