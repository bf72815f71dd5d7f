package io.fareswarm.operator.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import io.fareswarm.command.ProgramCommand;
import io.fareswarm.command.UsageError;
import io.fareswarm.message.FailureCause;
import io.fareswarm.operator.local.BadInput;
import io.fareswarm.operator.local.ExitStatus;
import io.fareswarm.operator.local.Interruption;
import io.fareswarm.text.ProgramLocale;

/// Entry point of the command line.
@Command(name = ProgramCommand.LAUNCHER, mixinStandardHelpOptions = true, description = "Train a taxi-fare model, serve it, and swarm it with load.", subcommands = {
        RunCommand.class, UiCommand.class, SwarmCommand.class, CapacityCommand.class, CompareCommand.class,
        WaitCommand.class,
        CompletionCommand.class,
        HelpCommand.class}, footer = {"", "Try: fareswarm run                         the quickstart, on this machine",
                "     fareswarm run --data rides.csv        the same, trained on your rides",
                "     fareswarm ui                          start and watch runs in a browser",
                "     fareswarm swarm http://localhost:8000 -u 50 -r 10 -t 30s",
                "     fareswarm capacity http://localhost:8000 --p99 250ms",
                "     fareswarm compare before/ after/      what became better or worse", "",
                "Exit status: 0 passed, 1 a threshold failed or a regression, 2 bad input,",
                "3 the run is invalid or could not run, 130 interrupted."})
public final class FareswarmMain implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    FareswarmMain() {}

    /// Runs one command; the process ends with its exit status.
    public static void main(String[] arguments) {
        ProgramLocale.set();
        int status = commandLine().execute(arguments);
        if (System.out.checkError() && status < ExitStatus.COULD_NOT_RUN.code()) {
            System.err.println("fareswarm: standard output could not be written whole; give it more room, or a reader");
            status = ExitStatus.COULD_NOT_RUN.code();
        }
        if (!Interruption.isRequested()) {
            System.exit(status);
        }
    }

    private static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new FareswarmMain());
        LauncherCommands.addTo(commandLine);
        ProgramCommand.withVersion(commandLine.getCommandSpec());
        return commandLine.setCaseInsensitiveEnumValuesAllowed(true).setParameterExceptionHandler((mistake, _) -> {
            report(mistake.getCommandLine(), UsageError.message(mistake));
            return ExitStatus.BAD_INPUT.code();
        }).setExecutionExceptionHandler((failure, command, _) -> {
            if (failure instanceof BadInput) {
                report(command, String.valueOf(failure.getMessage()));
                return ExitStatus.BAD_INPUT.code();
            }
            report(command, FailureCause.withFile(failure));
            return ExitStatus.COULD_NOT_RUN.code();
        });
    }

    private static void report(CommandLine command, String message) {
        command.getErr().println(ProgramCommand.LAUNCHER + ": " + message);
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return ExitStatus.BAD_INPUT.code();
    }
}
