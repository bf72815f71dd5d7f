package io.fareswarm.command;

import java.util.Collection;
import java.util.List;

import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import io.fareswarm.message.FailureCause;
import io.fareswarm.message.SimilarNames;

/// The wording of mistakes in a command line.
public final class UsageError {
    /// Options of one letter are too short to be similar to another.
    private static final int SHORT = 2;

    private UsageError() {}

    /// One line: what was expected and found, similar names, and the command that shows the help.
    public static String message(ParameterException mistake) {
        CommandSpec command = mistake.getCommandLine().getCommandSpec();
        return "%s; see %s --help".formatted(text(mistake, command), command.qualifiedName());
    }

    private static String text(ParameterException mistake, CommandSpec command) {
        // A misspelt option is the likely reason why a required one is missing.
        List<String> unmatched = mistake instanceof UnmatchedArgumentException
                || mistake instanceof MissingParameterException
                        ? mistake.getCommandLine().getUnmatchedArguments()
                        : List.of();
        if (unmatched.isEmpty()) {
            return FailureCause.of(mistake).replaceFirst("^[Ee]rror: ", "");
        }
        String found = unmatched.getFirst();
        if (found.startsWith("-") && found.length() > 1) {
            return "expected an option of %s, found %s%s".formatted(command.qualifiedName(), found,
                    hint(found.replaceFirst("=.*", ""), options(command)));
        }
        if (!command.subcommands().isEmpty()) {
            return "expected a command of %s, found %s%s".formatted(command.qualifiedName(), found,
                    hint(found, commands(command)));
        }
        return "expected no further argument of %s, found %s".formatted(command.qualifiedName(), found);
    }

    private static String hint(String found, Collection<String> names) {
        return found.length() <= SHORT ? "" : SimilarNames.hint(found, names);
    }

    private static List<String> options(CommandSpec command) {
        return command.options().stream().filter(option -> !option.hidden()).map(OptionSpec::longestName)
                .filter(name -> name.length() > SHORT).toList();
    }

    private static List<String> commands(CommandSpec command) {
        return command.subcommands().values().stream().map(CommandLine::getCommandSpec)
                .filter(one -> !one.usageMessage().hidden()).map(CommandSpec::name).toList();
    }
}
