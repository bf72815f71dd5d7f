package io.fareswarm.logging;

import java.io.PrintStream;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

/// Messages of a program to those who run it: plain lines for people, or [JsonLog] for log collectors. The environment
/// variable [#FORMAT] chooses; the operator sets it in the pods that it creates.
public sealed interface ProgramLog {
    /// Environment variable with the format: `plain`, the default, or `json`.
    String FORMAT = "FARESWARM_LOG_FORMAT";
    /// System property with the name of the command that the user typed. The launcher sets it; plain errors begin with it.
    String COMMAND = "fareswarm.command";
    /// The format of log collectors.
    String JSON = "json";
    /// Exit status of a program for bad input.
    int BAD_INPUT = 2;

    /// Logs a result or a state; plain, it is the program's output.
    ///
    /// @param message may have several lines; as JSON, they are one message
    void info(String message);

    /// Logs the progress of long work; plain, it is not part of the program's output.
    void progress(String message);

    /// Logs why the program cannot go on.
    ///
    /// @param cause a defect or a failure of this machine, whose stack trace is logged as JSON; null for bad input
    void error(String message, @Nullable Throwable cause);

    /// Runs a program with the log of this process.
    ///
    /// @param program main class, the name of the logger
    /// @param main runs to the end; returns the exit status
    /// @return the exit status; [#BAD_INPUT] for an environment with another format or level
    static int run(Class<?> program, ToIntFunction<ProgramLog> main) {
        ProgramLog log;
        try {
            log = of(System.getenv(), program);
        } catch (IllegalArgumentException e) {
            System.err.println(errorPrefix() + e.getMessage());
            return BAD_INPUT;
        }
        return main.applyAsInt(log);
    }

    /// The log of this process. With the format JSON, everything that the process logs and prints has it from then on.
    ///
    /// @param environment environment with [#FORMAT] and [LogLevel#VARIABLE]; the level of plain lines is fixed
    /// @param program main class, the name of the logger
    /// @throws IllegalArgumentException for another format or level, with what was expected and found
    static ProgramLog of(Map<String, String> environment, Class<?> program) {
        String format = environment.getOrDefault(FORMAT, "plain");
        return switch (format) {
            case "plain" -> new Plain(System.out, System.err, errorPrefix());
            case JSON -> {
                JsonLog.install(LogLevel.info); // an invalid level is logged in this format, too
                JsonLog.install(LogLevel.of(environment));
                yield new Json(Logger.getLogger(program.getName()));
            }
            default -> throw new IllegalArgumentException(
                    "expected %s as plain or json, found %s".formatted(FORMAT, format));
        };
    }

    private static String errorPrefix() {
        return System.getProperty(COMMAND, "error") + ": ";
    }

    /// Lines for people.
    ///
    /// @param out stream for the results
    /// @param err stream for all other lines
    /// @param errorPrefix beginning of each error
    record Plain(PrintStream out, PrintStream err, String errorPrefix) implements ProgramLog {
        @Override
        public void info(String message) {
            out.println(message);
            out.flush();
        }

        @Override
        public void progress(String message) {
            err.println(message);
        }

        @Override
        public void error(String message, @Nullable Throwable cause) {
            err.println(errorPrefix + message);
        }
    }

    /// Lines for log collectors.
    record Json(Logger logger) implements ProgramLog {
        @Override
        public void info(String message) {
            logger.info(message.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll(" {2,}", " "));
        }

        @Override
        public void progress(String message) {
            logger.info(message);
        }

        @Override
        public void error(String message, @Nullable Throwable cause) {
            logger.log(Level.SEVERE, message, cause);
        }
    }
}
