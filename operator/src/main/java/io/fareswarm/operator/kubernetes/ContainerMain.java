package io.fareswarm.operator.kubernetes;

import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.slf4j.LoggerFactory;

import io.fareswarm.logging.JsonLog;
import io.fareswarm.logging.LogLevel;
import io.fareswarm.text.ProgramLocale;

/// The frame of a process in a container: settings from the environment, JSON on standard error, exit statuses. 2 is for
/// unusable settings, 1 for a program that could not run. The main class must set [JsonLog.UntilExit] as log manager before
/// its first logger is made.
public final class ContainerMain {
    private static final int BAD_INPUT = 2;
    /// Logger of the client that warns at every start about the beta version of the project's kinds. A strong reference: a
    /// logger without one may be collected, and its level with it.
    private static final Logger VERSIONS = Logger.getLogger(
            "io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils");

    /// A program that runs until SIGTERM.
    ///
    /// @param <S> of its settings
    public interface Program<S> {
        /// Runs to the end.
        void run(S settings) throws IOException, InterruptedException;
    }

    private ContainerMain() {}

    /// Runs a program.
    ///
    /// @param parse reads the settings; throws an [IllegalArgumentException] with what was expected and what was found
    /// @param failure what is logged when the program fails
    public static <S> void run(Function<Map<String, String>, S> parse, Function<S, LogLevel> logLevel,
            Program<S> program,
            String failure) {
        ProgramLocale.set();
        install(LogLevel.info);
        S settings;
        try {
            settings = parse.apply(System.getenv());
        } catch (IllegalArgumentException e) {
            LoggerFactory.getLogger(ContainerMain.class).error(e.getMessage());
            System.exit(BAD_INPUT);
            return;
        }
        install(logLevel.apply(settings));
        try {
            program.run(settings);
        } catch (IOException | RuntimeException e) {
            LoggerFactory.getLogger(ContainerMain.class).error(failure, e);
            System.exit(1);
        } catch (InterruptedException e) {
            System.exit(1);
        }
    }

    private static void install(LogLevel least) {
        JsonLog.install(least, LogContext::ofThread);
        VERSIONS.setLevel(Level.SEVERE);
    }
}
