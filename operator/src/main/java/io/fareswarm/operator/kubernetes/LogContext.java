package io.fareswarm.operator.kubernetes;

import java.util.LinkedHashMap;
import java.util.Map;

import org.slf4j.MDC;

/// What a log line is about: the `namespace`, `name` and `run` of the resource that this thread reconciles.
public final class LogContext {
    /// Key of the run's number in the logging context.
    public static final String RUN = "run";

    /// The framework's context keys of the resource.
    private static final String NAMESPACE = "resource.namespace";
    private static final String NAME = "resource.name";

    private LogContext() {}

    /// The entries that are known.
    static Map<String, String> ofThread() {
        Map<String, String> entries = new LinkedHashMap<>();
        add(entries, "namespace", NAMESPACE);
        add(entries, "name", NAME);
        add(entries, "run", RUN);
        return entries;
    }

    private static void add(Map<String, String> entries, String name, String key) {
        String value = MDC.get(key);
        if (value != null) {
            entries.put(name, value);
        }
    }
}
