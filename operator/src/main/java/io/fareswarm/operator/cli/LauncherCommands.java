package io.fareswarm.operator.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import io.fareswarm.operator.local.BadInput;

/// The commands that the launcher runs with other programs. This program shows them, suggests them for misspelt ones, and prints
/// the help of `images`.
final class LauncherCommands {
    private LauncherCommands() {}

    static List<CommandSpec> all() {
        return List.of(command("train", "Train a model from a CSV of rides."),
                command("serve", "Serve a trained model."),
                command("worker", "Send a share of a load test under the control of an operator."),
                command("images", "Build the container images as archives of docker.")
                        .addOption(OptionSpec.builder("--out").paramLabel("DIR").type(Path.class)
                                .description("Directory for operator.tar, model-server.tar and loadgen.tar. "
                                        + "Default: target/images in the project. `mvn -Pregistry package` pushes them.")
                                .build()));
    }

    private static CommandSpec command(String name, String description) {
        CommandSpec command = CommandSpec.wrapWithoutInspection((Callable<Integer>) () -> {
            throw new BadInput(
                    "%s: expected the launcher ./fareswarm, found this program started without it".formatted(name));
        })
                .name(name)
                .addOption(OptionSpec.builder("-h", "--help").usageHelp(true).type(boolean.class)
                        .description("Show this help message and exit.").build());
        command.usageMessage().description(description);
        return command;
    }

    /// Adds the commands that the command line does not have yet.
    static void addTo(CommandLine commandLine) {
        for (CommandSpec command : all()) {
            if (!commandLine.getSubcommands().containsKey(command.name())) {
                commandLine.addSubcommand(command.name(), command);
            }
        }
    }
}
