package io.fareswarm.model;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import io.fareswarm.model.download.DownloadException;
import io.fareswarm.model.train.TrainingException;

/// The command line: `train` and `serve`.
///
/// Exit status: 0 done; 2 bad input or usage; 3 it could not run.
@Command(name = "model-server", subcommandsRepeatable = true, subcommands = {TrainCommand.class,
        ServeCommand.class}, description = "Trains the fare model and serves it.")
public final class Main {
    static final int BAD_INPUT = 2;
    static final int COULD_NOT_RUN = 3;
    /// Kubernetes shows the last 2048 bytes of a container that failed without a message of its own.
    private static final int LONGEST_LINE = 2000;

    @CommandLine.Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    private Main() {}

    /// Runs a command and ends the process with its exit status.
    public static void main(String[] arguments) {
        System.exit(status(arguments));
    }

    private static int status(String... arguments) {
        Serving serving = PlainCommands.serve(arguments);
        if (serving != null) {
            return done(() -> serving.run(System.out));
        }
        Training training = PlainCommands.train(arguments);
        if (training != null) {
            return done(() -> training.run(new PrintWriter(System.out, false, System.out.charset())));
        }
        return run(arguments);
    }

    /// Runs a command and returns its exit status.
    static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static int done(Work work) {
        try {
            work.run();
            return 0;
        } catch (Exception e) {
            return failed(e, System.err::println);
        }
    }

    /// Tells what went wrong; the exit status.
    private static int failed(Exception exception, Consumer<String> err) {
        boolean badInput = exception instanceof BadInput || exception instanceof TrainingException
                || exception instanceof DownloadException;
        err.accept(lastLine(badInput
                ? String.valueOf(exception.getMessage())
                : "could not run: "
                        + (exception.getClass() == IOException.class ? exception.getMessage() : exception)));
        return badInput ? BAD_INPUT : COULD_NOT_RUN;
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setParameterExceptionHandler((exception, given) -> {
            CommandLine command = exception.getCommandLine();
            command.getErr().println(lastLine("%s; see %s --help".formatted(
                    String.valueOf(exception.getMessage()).replaceFirst("^Error: ", ""),
                    command.getCommandSpec().qualifiedName())));
            return BAD_INPUT;
        }).setExecutionExceptionHandler(
                (exception, command, parsed) -> failed(exception, command.getErr()::println));
    }

    /// What a failed command leaves behind: one line that Kubernetes shows whole as the container's last words.
    private static String lastLine(String message) {
        ByteBuffer line = ByteBuffer.allocate(LONGEST_LINE);
        StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap("error: " + message.replaceAll("\\p{Cntrl}+", " ")), line, true);
        return StandardCharsets.UTF_8.decode(line.flip()).toString();
    }
}
