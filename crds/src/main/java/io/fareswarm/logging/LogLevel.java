package io.fareswarm.logging;

import java.util.Arrays;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Collectors;

/// Severity of a log message, from the most severe on.
public enum LogLevel {
    error, warn, info, debug;

    /// Environment variable with the least severe level that a process logs.
    public static final String VARIABLE = "FARESWARM_LOG_LEVEL";

    /// The least severe level that is logged, from an environment; by default info.
    ///
    /// @throws IllegalArgumentException for another text, with what was expected and found
    public static LogLevel of(Map<String, String> environment) {
        String text = environment.getOrDefault(VARIABLE, info.name());
        return Arrays.stream(values()).filter(one -> one.name().equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected %s as one of %s, found %s".formatted(VARIABLE,
                        Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", ")), text)));
    }

    /// The severity of a message of the JDK's level.
    static LogLevel of(Level level) {
        return Arrays.stream(values()).filter(one -> level.intValue() >= one.level().intValue()).findFirst()
                .orElse(debug);
    }

    /// The JDK's level.
    Level level() {
        return switch (this) {
            case error -> Level.SEVERE;
            case warn -> Level.WARNING;
            case info -> Level.INFO;
            case debug -> Level.FINE;
        };
    }
}
