package io.fareswarm.api;

import java.util.Map;

/// What a text must be that does not match a pattern of the CRDs, in words.
public final class TextForms {
    private static final Map<String, String> MESSAGES = Map.of(NamePatterns.QUANTITY, NamePatterns.QUANTITY_MESSAGE,
            NamePatterns.STATUS, NamePatterns.STATUS_MESSAGE);

    private TextForms() {}

    /// The message for a pattern.
    public static String message(String pattern) {
        return MESSAGES.getOrDefault(pattern, "must have the form that the field's description says");
    }
}
