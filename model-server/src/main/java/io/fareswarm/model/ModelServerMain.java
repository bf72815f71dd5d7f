package io.fareswarm.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import io.fareswarm.model.download.DownloadException;
import io.fareswarm.model.train.TrainingException;

/// The command line: `train` and `serve`.
///
/// Exit status: 0 done; 2 bad input or usage; 3 it could not run.
@Command(name = "model-server", subcommandsRepeatable = true, subcommands = {TrainCommand.class,
        ServeCommand.class}, description = "Trains the fare model and serves it.")
public final class ModelServerMain {
    static final int BAD_INPUT = 2;
    static final int COULD_NOT_RUN = 3;
    /// Kubernetes shows the last 2048 bytes of a container that failed without a message of its own.
    private static final int LONGEST_LINE = 2000;

    @CommandLine.Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    private ModelServerMain() {}

    /// Runs a command and ends the process with its exit status.
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /// Runs a command and returns its exit status.
    static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new ModelServerMain()).setParameterExceptionHandler((exception, _) -> {
            CommandLine command = exception.getCommandLine();
            command.getErr().println(lastLine("%s; see %s --help".formatted(
                    String.valueOf(exception.getMessage()).replaceFirst("^Error: ", ""),
                    command.getCommandSpec().qualifiedName())));
            return BAD_INPUT;
        }).setExecutionExceptionHandler((exception, command, _) -> {
            boolean badInput = exception instanceof BadInput || exception instanceof TrainingException
                    || exception instanceof DownloadException;
            command.getErr().println(lastLine(badInput
                    ? String.valueOf(exception.getMessage())
                    : "could not run: "
                            + (exception.getClass() == IOException.class ? exception.getMessage() : exception)));
            return badInput ? BAD_INPUT : COULD_NOT_RUN;
        });
    }

    /// What a failed command leaves behind: one line that Kubernetes shows whole as the container's last words.
    private static String lastLine(String message) {
        ByteBuffer line = ByteBuffer.allocate(LONGEST_LINE);
        StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap("error: " + message.replaceAll("\\p{Cntrl}+", " ")), line, true);
        return StandardCharsets.UTF_8.decode(line.flip()).toString();
    }
}
