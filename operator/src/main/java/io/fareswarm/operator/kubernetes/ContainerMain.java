package io.fareswarm.operator.kubernetes;

import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

import org.slf4j.LoggerFactory;

/// The frame of a process in a container: settings from the environment, JSON on standard error, exit statuses. 2 is for
/// unusable settings, 1 for a program that could not run. The main class must set [JsonLog.UntilExit] as log manager before
/// its first logger is made.
public final class ContainerMain {
    private static final int BAD_INPUT = 2;

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
        S settings;
        try {
            settings = parse.apply(System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(BAD_INPUT);
            return;
        }
        JsonLog.install(logLevel.apply(settings));
        try {
            program.run(settings);
        } catch (IOException | RuntimeException e) {
            LoggerFactory.getLogger(ContainerMain.class).error(failure, e);
            System.exit(1);
        } catch (InterruptedException e) {
            System.exit(1);
        }
    }
}
