package io.fareswarm.api;

import java.util.Map;

/// Messages that describe in words the form that a pattern of the CRDs requires.
public final class TextForms {
    private static final Map<String, String> MESSAGES = Map.of(NamePatterns.QUANTITY, NamePatterns.QUANTITY_MESSAGE,
            NamePatterns.STATUS, NamePatterns.STATUS_MESSAGE);

    private TextForms() {}

    /// The message for a pattern.
    public static String message(String pattern) {
        return MESSAGES.getOrDefault(pattern, "must have the form that the field's description says");
    }
}
