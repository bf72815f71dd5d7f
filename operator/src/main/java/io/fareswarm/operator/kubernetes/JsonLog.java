package io.fareswarm.operator.kubernetes;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import org.slf4j.MDC;

/// One JSON object a line on standard error: time, level, logger, message, and of what is being reconciled `namespace`,
/// `name` and `run`.
public final class JsonLog extends Formatter {
    /// Key of the run's number in the logging context.
    public static final String RUN = "run";

    /// Longest stack trace that is logged, characters.
    private static final int LONGEST_TRACE = 8000;
    /// The framework's keys for what it reconciles.
    private static final String NAMESPACE = "resource.namespace";
    private static final String NAME = "resource.name";

    /// Keeps the handlers until the process ends. The platform's own manager drops them at the first sign of it, and with
    /// them what is said while the Lease is given back.
    public static final class Kept extends LogManager {
        @Override
        public void reset() {
            // Nothing.
        }
    }

    /// Makes everything be logged like this.
    ///
    /// @param level of our own messages; others' are told from WARNING on, unless finer ones are asked for
    static void install(Level level) {
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

    /// Kept, as a logger that nobody holds forgets its level.
    private static final Logger OURS = Logger.getLogger("io.fareswarm");
    /// Warns at every start that our own kinds are of a beta version.
    private static final Logger VERSIONS = Logger.getLogger(
            "io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils");

    @Override
    public String format(LogRecord logged) {
        StringBuilder line = new StringBuilder(200);
        line.append("{\"time\":\"").append(logged.getInstant()).append("\",\"level\":\"").append(logged.getLevel())
                .append('"');
        field(line, "logger", logged.getLoggerName());
        field(line, "namespace", MDC.get(NAMESPACE));
        field(line, "name", MDC.get(NAME));
        field(line, "run", MDC.get(RUN));
        field(line, "message", formatMessage(logged));
        if (logged.getThrown() != null) {
            StringWriter trace = new StringWriter();
            logged.getThrown().printStackTrace(new PrintWriter(trace));
            String text = trace.toString();
            field(line, "error", text.substring(0, Math.min(text.length(), LONGEST_TRACE)));
        }
        return line.append("}\n").toString();
    }

    private static void field(StringBuilder line, String name, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            line.append(",\"").append(name).append("\":\"").append(JsonStringEncoder.getInstance().quoteAsString(value))
                    .append('"');
        }
    }
}
