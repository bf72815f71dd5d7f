package io.fareswarm.operator.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

import io.fareswarm.api.ReleaseVersion;
import io.fareswarm.operator.local.BadInput;
import io.fareswarm.operator.local.ExitStatus;
import io.fareswarm.operator.local.Interruption;

/// Entry point of the command line.
@Command(name = "fareswarm", mixinStandardHelpOptions = true, version = "fareswarm "
        + ReleaseVersion.CURRENT, description = "Train a taxi-fare model, serve it, and swarm it with load.", subcommands = {
                RunCommand.class, UiCommand.class, SwarmCommand.class, CompareCommand.class,
                HelpCommand.class}, footerHeading = "%nAlso:%n", footer = {
                        "  train   Train a model from a CSV of rides: fareswarm train --help",
                        "  serve   Serve a trained model: fareswarm serve --help",
                        "  images  Build the container images as archives: fareswarm images [--out DIR]", "",
                        "Try: fareswarm run                         the quickstart, on this machine",
                        "     fareswarm run --data rides.csv        the same, trained on your rides",
                        "     fareswarm ui                          start and watch runs in a browser",
                        "     fareswarm swarm http://localhost:8000 -u 50 -r 10 -t 30s",
                        "     fareswarm compare before/ after/      what became better or worse", "",
                        "Exit status: 0 passed, 1 a threshold failed or a regression, 2 bad input,",
                        "3 the run is invalid or could not run, 130 interrupted."})
public final class FareswarmMain implements Callable<Integer> {
    private FareswarmMain() {}

    /// Runs one command; the process ends with its exit status.
    public static void main(String[] arguments) {
        int status = commandLine().execute(arguments);
        if (!Interruption.isRequested()) {
            System.exit(status);
        }
    }

    private static CommandLine commandLine() {
        return new CommandLine(new FareswarmMain()).setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("fareswarm: " + failure.getMessage());
                    return (failure instanceof BadInput ? ExitStatus.BAD_INPUT : ExitStatus.COULD_NOT_RUN).code();
                });
    }

    @Override
    public Integer call() {
        CommandLine.usage(this, System.out);
        return ExitStatus.BAD_INPUT.code();
    }
}
