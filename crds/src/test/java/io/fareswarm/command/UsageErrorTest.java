package io.fareswarm.command;

import java.util.Objects;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import static org.assertj.core.api.Assertions.assertThat;

class UsageErrorTest {
    private static CommandLine commandLine() {
        CommandSpec train = CommandSpec.create().name("train")
                .addOption(OptionSpec.builder("--holdout").type(double.class).build())
                .addOption(OptionSpec.builder("--out", "-o").type(String.class).build())
                .addOption(OptionSpec.builder("--data").type(String.class).required(true).build());
        return new CommandLine(ProgramCommand.withVersion(CommandSpec.create().name("fareswarm")
                .addSubcommand("train", train).addSubcommand("run", CommandSpec.create())
                .addSubcommand("ui", CommandSpec.create())));
    }

    private static String message(String... arguments) {
        try {
            commandLine().parseArgs(arguments);
            return "";
        } catch (CommandLine.ParameterException e) {
            return UsageError.message(e);
        }
    }

    @Test
    void aMisspeltCommandGetsTheSimilarOnes() {
        assertThat(message("trian")).isEqualTo(
                "expected a command of fareswarm, found trian; similar: train; see fareswarm --help");
        assertThat(message("rnu")).contains("similar: run;");
        assertThat(message("something")).isEqualTo(
                "expected a command of fareswarm, found something; see fareswarm --help");
    }

    @Test
    void aMisspeltOptionGetsTheSimilarOnes() {
        assertThat(message("train", "--otu=x")).isEqualTo(
                "expected an option of fareswarm train, found --otu=x; similar: --out; see fareswarm train --help");
        assertThat(message("train", "--hold-out", "1")).contains("similar: --holdout;");
        assertThat(message("train", "-x")).isEqualTo(
                "expected an option of fareswarm train, found -x; see fareswarm train --help");
        assertThat(message("train", "more")).startsWith("expected no further argument of fareswarm train, found more");
    }

    @Test
    void aMissingOptionIsNamed() {
        assertThat(message("train")).contains("--data").endsWith("; see fareswarm train --help");
        assertThat(message("train", "--dta", "x")).contains("found --dta; similar: --data;");
    }

    @Test
    void anInvalidValueIsInPlainWords() {
        assertThat(message("train", "--data", "x", "--holdout", "much")).contains("'much'").doesNotContain("Exception");
    }

    @Test
    void everyCommandHasTheVersion() {
        CommandLine all = commandLine();
        assertThat(all.getSubcommands().values()).allSatisfy(one -> assertThat(
                Objects.requireNonNull(one.getCommandSpec().version())[0]).startsWith("fareswarm "));
        assertThat(all.parseArgs("ui", "-V").subcommand().isVersionHelpRequested()).isTrue();
    }
}
