package io.fareswarm.operator.cli;

import java.util.ServiceLoader;
import java.util.concurrent.Callable;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

import io.fareswarm.command.CommandSource;
import io.fareswarm.command.ProgramCommand;
import io.fareswarm.operator.local.ExitStatus;

/// `fareswarm completion`: prints the script with which a shell completes commands and options. For the options of other programs,
/// the launcher starts it with their jars on the class path.
@Command(name = "completion", mixinStandardHelpOptions = true, description = "Print a script for bash or zsh that completes commands and options.", footer = {
        "", "For this shell: source <(fareswarm completion)",
        "For each bash:  fareswarm completion > ~/.local/share/bash-completion/completions/fareswarm"})
final class CompletionCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        CommandLine all = new CommandLine(new FareswarmMain());
        ServiceLoader.load(CommandSource.class).forEach(
                program -> program.commands().forEach(command -> all.addSubcommand(command.name(), command)));
        LauncherCommands.addTo(all);
        ProgramCommand.withVersion(all.getCommandSpec());
        System.out.println(AutoComplete.bash(ProgramCommand.LAUNCHER, all));
        return ExitStatus.PASSED.code();
    }
}
