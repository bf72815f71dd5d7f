package io.fareswarm.operator.kubernetes;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.slf4j.MDC;

import io.fareswarm.operator.conditions.Conditions;

/// Log format with one JSON object a line: time, level, logger, message, the error's stack trace, and the `namespace`, `name`
/// and `run` of the resource that is being reconciled.
public final class JsonLog extends Formatter {
    /// Key of the run's number in the logging context.
    public static final String RUN = "run";

    /// Longest stack trace that is logged, characters.
    private static final int LONGEST_TRACE = 8000;
    /// The framework's context keys of the resource that it reconciles.
    private static final String NAMESPACE = "resource.namespace";
    private static final String NAME = "resource.name";

    /// Log manager whose handlers stay until the process ends. The JDK's own log manager removes them when the shutdown
    /// begins, so later messages, up to the release of the Lease, would be lost.
    public static final class UntilExit extends LogManager {
        @Override
        public void reset() {
            // the handlers stay
        }
    }

    /// Makes this the format of all logs, on standard error.
    ///
    /// @param least least severe level of the project's own messages; libraries log from warn on, or everything of debug
    public static void install(LogLevel least) {
        Level level = least.level();
        Logger root = Logger.getLogger("");
        for (var handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        ConsoleHandler console = new ConsoleHandler();
        console.setLevel(Level.ALL);
        console.setFormatter(new JsonLog());
        root.addHandler(console);
        root.setLevel(level.intValue() < Level.INFO.intValue() ? level : Level.WARNING);
        OURS.setLevel(level);
        VERSIONS.setLevel(Level.SEVERE);
    }

    /// A strong reference: a logger without one may be collected, and its level with it.
    private static final Logger OURS = Logger.getLogger("io.fareswarm");
    /// Logger of the client that warns at every start about the beta version of the project's kinds.
    private static final Logger VERSIONS = Logger.getLogger(
            "io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils");

    @Override
    public String format(LogRecord logged) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("time", logged.getInstant().toString())
                .put("level", LogLevel.of(logged.getLevel()).name()).put("logger", logged.getLoggerName())
                .put("namespace", MDC.get(NAMESPACE)).put("name", MDC.get(NAME)).put("run", MDC.get(RUN))
                .put("message", formatMessage(logged));
        if (logged.getThrown() != null) {
            StringWriter trace = new StringWriter();
            logged.getThrown().printStackTrace(new PrintWriter(trace));
            line.put("error", Conditions.cut(trace.toString(), LONGEST_TRACE));
        }
        return line.removeIf(JsonNode::isNull) + "\n";
    }
}
