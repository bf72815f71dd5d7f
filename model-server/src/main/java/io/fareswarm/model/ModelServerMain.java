package io.fareswarm.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

import io.fareswarm.command.ProgramCommand;
import io.fareswarm.command.UsageError;
import io.fareswarm.files.OutputFailure;
import io.fareswarm.files.OutputFile;
import io.fareswarm.logging.ProgramLog;
import io.fareswarm.message.FailureCause;
import io.fareswarm.model.download.DownloadException;
import io.fareswarm.model.train.TrainingException;
import io.fareswarm.text.ProgramLocale;

/// Command line of the model server: `train`, `serve`, or `train` followed by `serve`.
///
/// Exit status: 0 for success; 2 for bad input or usage; 3 if the command could not run.
public final class ModelServerMain {
    static final int COULD_NOT_RUN = 3;
    /// Maximum length of an error message in bytes. Kubernetes shows the last 2048 bytes of the log of a failed container
    /// that wrote no termination message.
    private static final int LONGEST_LINE = 2000;

    private ModelServerMain() {}

    /// Runs a command and ends the process with its exit status.
    public static void main(String[] arguments) {
        ProgramLocale.set();
        System.exit(run(arguments));
    }

    /// Runs a command and returns its exit status.
    static int run(String... arguments) {
        return ProgramLog.run(ModelServerMain.class, log -> commandLine(log).execute(arguments));
    }

    /// Creates a command with the option `--help`. Commands are built by method calls, because reading annotations
    /// takes longer than the rest of the parsing.
    ///
    /// @param action function to run; null for a command that only groups others
    static CommandSpec command(String name, String description, @Nullable Callable<Integer> action) {
        CommandSpec command = CommandSpec.wrapWithoutInspection(action).name(name).addOption(OptionSpec
                .builder("-h", "--help").usageHelp(true).type(boolean.class).description("Show this help.").build());
        command.usageMessage().description(description);
        return command;
    }

    static CommandLine commandLine(ProgramLog log) {
        CommandSpec commands = command(ProgramCommand.name("model-server"), "Trains the fare model and serves it.",
                null)
                .subcommandsRepeatable(true).preprocessor(ModelServerMain::checkCommands)
                .addSubcommand("train", TrainCommand.spec(log)).addSubcommand("serve", ServeCommand.spec(log));
        return new CommandLine(ProgramCommand.withVersion(commands)).setParameterExceptionHandler((exception, _) -> {
            report(log, exception.getCommandLine(), UsageError.message(exception), null);
            return ProgramLog.BAD_INPUT;
        }).setExecutionExceptionHandler((exception, command, _) -> {
            boolean badInput = exception instanceof BadInput || exception instanceof TrainingException
                    || exception instanceof DownloadException;
            report(log, command, badInput
                    ? String.valueOf(exception.getMessage())
                    : "could not run: " + FailureCause.withFile(exception),
                    badInput ? null : exception);
            return badInput ? ProgramLog.BAD_INPUT : COULD_NOT_RUN;
        });
    }

    /// Checks that each command is given at most once: picocli does not run a command twice if the command is built by
    /// method calls.
    ///
    /// @param arguments all arguments; picocli never takes the name of a command as an option's value
    private static boolean checkCommands(List<String> arguments, CommandSpec commands, @Nullable ArgSpec option,
            Map<String, Object> info) {
        for (String name : commands.subcommands().keySet()) {
            int times = Collections.frequency(arguments, name);
            if (times > 1) {
                throw new ParameterException(commands.commandLine(),
                        "expected %s at most once, found it %d times".formatted(name, times));
            }
        }
        return false; // lets picocli continue to parse
    }

    /// Logs an error as one line, and writes the plain line as the termination message of a training's container.
    ///
    /// @param cause null for bad input
    private static void report(ProgramLog log, CommandLine command, String message, @Nullable Exception cause) {
        String line = line(message);
        OptionSpec option = command.getCommandSpec().findOption(TrainCommand.TERMINATION_LOG);
        Path file = option == null ? null : option.getValue();
        if (file != null) {
            try {
                new OutputFile(file).writeInPlace("error: " + line + "\n");
            } catch (OutputFailure e) {
                // Without a message, Kubernetes shows the end of the log, which has the error.
            }
        }
        log.error(line, cause);
    }

    /// The message as one line, short enough for Kubernetes to show it completely as the container's termination message.
    private static String line(String message) {
        ByteBuffer line = ByteBuffer.allocate(LONGEST_LINE);
        StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(message.replaceAll("\\p{Cntrl}+", " ")), line, true);
        return StandardCharsets.UTF_8.decode(line.flip()).toString();
    }
}
