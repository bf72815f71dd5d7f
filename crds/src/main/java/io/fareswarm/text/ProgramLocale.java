package io.fareswarm.text;

import java.util.Locale;

/// The locale of every program, whatever the locale of the machine or of its user. Files, protocols and messages have the digits,
/// the decimal point and the words of English everywhere; other programs read them.
public final class ProgramLocale {
    private ProgramLocale() {}

    /// Sets the locale of this process. The first call of each main method.
    public static void set() {
        Locale.setDefault(Locale.ENGLISH);
    }
}
