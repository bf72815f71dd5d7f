package io.fareswarm.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import io.fareswarm.api.ReleaseVersion;
import io.fareswarm.logging.ProgramLog;

/// Name and version of a program's commands.
public final class ProgramCommand {
    /// The launcher's name.
    public static final String LAUNCHER = "fareswarm";
    private static final String VERSION_OPTION = "--version";

    private ProgramCommand() {}

    /// The name by which the user started the program: that of the launcher, or else its own.
    public static String name(String own) {
        return System.getProperty(ProgramLog.COMMAND, own);
    }

    /// Gives a command and all its subcommands the option `--version`.
    ///
    /// @return the same command
    public static CommandSpec withVersion(CommandSpec command) {
        if (!command.optionsMap().containsKey(VERSION_OPTION)) {
            command.addOption(OptionSpec.builder("-V", VERSION_OPTION).versionHelp(true).type(boolean.class)
                    .description("Print the version.").build());
        }
        command.version(LAUNCHER + " " + ReleaseVersion.CURRENT);
        command.subcommands().values().forEach(subcommand -> withVersion(subcommand.getCommandSpec()));
        return command;
    }
}
