package io.fareswarm.logging;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import org.jspecify.annotations.Nullable;

/// Log format with one JSON object a line: time, level, logger, the entries of a context, message, and the error's stack
/// trace. Its loading makes [UntilExit] the log manager, unless a logger was made before.
public final class JsonLog extends Formatter {
    /// Longest stack trace that is logged, characters.
    private static final int LONGEST_TRACE = 8000;
    private static final String TIME = "time";
    private static final String MESSAGE = "message";
    private static final String FIRST_FIELD = "{\"" + TIME + "\":";
    private static final String MESSAGE_FIELD = "\"" + MESSAGE + "\":\"";

    static {
        // Read once, when the first logger is made.
        System.setProperty("java.util.logging.manager", UntilExit.class.getName());
    }

    /// A strong reference: a logger without one may be collected, and its level with it.
    private static final Logger OURS = Logger.getLogger("io.fareswarm");

    private final Supplier<Map<String, String>> context;

    /// @param context entries of a line between its logger and its message, read by the thread that logs
    JsonLog(Supplier<Map<String, String>> context) {
        this.context = context;
    }

    /// Log manager whose handlers stay until the process ends. The JDK's own log manager removes them when the shutdown
    /// begins, so later messages, such as those of a leaving worker, would be lost.
    public static final class UntilExit extends LogManager {
        @Override
        public void reset() {
            // the handlers stay
        }
    }

    /// Standard error as it was at the start of the process.
    private static final class Console extends StreamHandler {
        Console(Formatter format) {
            super(new FileOutputStream(FileDescriptor.err), format);
            setLevel(Level.ALL);
        }

        @Override
        public synchronized void publish(LogRecord logged) {
            super.publish(logged);
            flush();
        }
    }

    /// Makes this the format of everything that the process logs and prints, on standard error. Lines that a program prints
    /// to standard output have the level info, those to standard error and uncaught exceptions are warnings and errors.
    ///
    /// @param least least severe level of the project's own messages; libraries log from warn on, or everything of debug
    /// @param context further entries of each line, read by the thread that logs
    public static void install(LogLevel least, Supplier<Map<String, String>> context) {
        Level level = least.level();
        Logger root = Logger.getLogger("");
        for (var handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(new Console(new JsonLog(context)));
        root.setLevel(least == LogLevel.info ? Level.WARNING : level);
        OURS.setLevel(level);
        System.setOut(printed("io.fareswarm.stdout", Level.INFO));
        System.setErr(printed("io.fareswarm.stderr", Level.WARNING));
        Thread.setDefaultUncaughtExceptionHandler((thread, uncaught) -> OURS.log(Level.SEVERE,
                "uncaught exception in the thread " + thread.getName(), uncaught));
    }

    /// [#install] without a context.
    public static void install(LogLevel least) {
        install(least, Map::of);
    }

    private static PrintStream printed(String logger, Level level) {
        return new PrintStream(new LoggedLines(Logger.getLogger(logger), level), true, StandardCharsets.UTF_8);
    }

    @Override
    public String format(LogRecord logged) {
        StringBuilder line = new StringBuilder(256).append('{');
        add(line, TIME, logged.getInstant().toString());
        add(line, "level", LogLevel.of(logged.getLevel()).name());
        add(line, "logger", logged.getLoggerName());
        context.get().forEach((name, value) -> add(line, name, value));
        add(line, MESSAGE, formatMessage(logged));
        if (logged.getThrown() != null) {
            StringWriter trace = new StringWriter();
            logged.getThrown().printStackTrace(new PrintWriter(trace));
            add(line, "error", cut(trace.toString()));
        }
        return line.append("}\n").toString();
    }

    private static void add(StringBuilder line, String name, @Nullable String value) {
        if (value != null) {
            JsonStringEncoder quotes = JsonStringEncoder.getInstance();
            line.append(line.length() == 1 ? "\"" : ",\"");
            quotes.quoteAsString(name, line);
            line.append("\":\"");
            quotes.quoteAsString(value, line);
            line.append('"');
        }
    }

    private static String cut(String trace) {
        return trace.length() <= LONGEST_TRACE ? trace : trace.substring(0, LONGEST_TRACE - 1) + "…";
    }

    /// The message of a line of this format, also of one whose beginning or end is cut off. A cut message ends with an
    /// ellipsis. Of any other text, the text. Empty for a part of a line without the message.
    public static Optional<String> message(String line) {
        int start = line.indexOf(MESSAGE_FIELD);
        if (start < 0) {
            boolean isPart = line.startsWith(FIRST_FIELD) || line.endsWith("\"}");
            return isPart ? Optional.empty() : Optional.of(line);
        }
        String quoted = line.substring(start + MESSAGE_FIELD.length() - 1);
        try (JsonParser parser = new JsonFactory().createParser(quoted)) {
            parser.nextToken();
            return Optional.of(parser.getText());
        } catch (IOException e) {
            return Optional.of(quoted.substring(1) + "…");
        }
    }
}
