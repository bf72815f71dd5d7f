package io.fareswarm.model;

import java.io.IOException;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import io.fareswarm.model.train.TrainingException;

/// The command line: `train` and `serve`.
///
/// Exit status: 0 done; 2 bad input or usage; 3 it could not run.
@Command(name = "model-server", subcommandsRepeatable = true, subcommands = {TrainCommand.class,
        ServeCommand.class}, description = "Trains the fare model and serves it.")
public final class Main {
    static final int BAD_INPUT = 2;
    static final int COULD_NOT_RUN = 3;

    @CommandLine.Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    private Main() {}

    /// Runs a command and ends the process with its exit status.
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /// Runs a command and returns its exit status.
    static int run(String... arguments) {
        return new CommandLine(new Main()).setParameterExceptionHandler((exception, given) -> {
            CommandLine command = exception.getCommandLine();
            command.getErr().println("error: %s; see %s --help".formatted(
                    String.valueOf(exception.getMessage()).replaceFirst("^Error: ", ""),
                    command.getCommandSpec().qualifiedName()));
            return BAD_INPUT;
        }).setExecutionExceptionHandler((exception, command, parsed) -> {
            command.getErr().println("error: " + message(exception));
            return exception instanceof BadInput || exception instanceof TrainingException ? BAD_INPUT : COULD_NOT_RUN;
        }).execute(arguments);
    }

    private static String message(Exception exception) {
        if (exception instanceof BadInput || exception instanceof TrainingException) {
            return String.valueOf(exception.getMessage());
        }
        return "could not run: " + (exception.getClass() == IOException.class ? exception.getMessage() : exception);
    }
}
