package io.fareswarm.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import io.fareswarm.model.train.Holdout;

/// The command `train`: fits the model to a file of rides or to synthetic rides, or takes given weights.
final class TrainCommand {
    private final OptionSpec data = OptionSpec.builder("--data").paramLabel("FILE").type(Path.class)
            .description("Rides in the columns of Kaggle's New York taxi file: a CSV, or one in a .zip or .gz.")
            .build();
    private final OptionSpec url = OptionSpec.builder("--url").paramLabel("ADDRESS").type(String.class).required(true)
            .description(
                    "As --data, but downloaded by http or https into the temporary directory: 64 GiB at most, redirects not followed.")
            .build();
    private final OptionSpec sha256 = OptionSpec.builder("--sha256").paramLabel("HEX").type(String.class).required(true)
            .description("Of the file at --url: any other is refused.").build();
    private final OptionSpec synthetic = OptionSpec.builder("--synthetic").paramLabel("ROWS").type(Long.class)
            .description("So many rides drawn about the published weights.").build();
    private final OptionSpec weights = OptionSpec.builder("--weights").paramLabel("A,B,C").type(String.class)
            .description("The weights themselves: dollars a degree of longitude, a degree of latitude, a ride.")
            .build();
    private final OptionSpec maxRows = OptionSpec.builder("--max-rows").paramLabel("N").type(long.class)
            .defaultValue("10000000").description("Rows of a file read at most (default: ${DEFAULT-VALUE}).").build();
    private final OptionSpec threads = OptionSpec.builder("--threads").paramLabel("N").type(int.class)
            .defaultValue(String.valueOf(Math.min(Runtime.getRuntime().availableProcessors(), 8)))
            .description(
                    "Threads that parse a file (default: one a processor, 8 at most). The model is the same for any.")
            .build();
    private final OptionSpec seed = OptionSpec.builder("--seed").paramLabel("S").type(long.class).defaultValue("1")
            .description("Of --synthetic and --holdout: same seed, same model (default: ${DEFAULT-VALUE}).").build();
    private final OptionSpec holdout = OptionSpec.builder("--holdout").paramLabel("SHARE").type(double.class)
            .defaultValue("0.0")
            .description(
                    "Keep so much of the rides from the fit, and judge the model by them: 0.2 is a fifth (default: ${DEFAULT-VALUE}).")
            .build();
    private final OptionSpec out = OptionSpec.builder("--out").paramLabel("FILE").type(Path.class)
            .defaultValue("model.json").description("Where the model goes (default: ${DEFAULT-VALUE}).").build();
    private final OptionSpec terminationLog = OptionSpec.builder("--termination-log").paramLabel("FILE")
            .type(Path.class)
            .description(
                    "Also write the model there on one line, as a pod's container does to hand it to its operator.")
            .build();
    private final OptionSpec untilStdinCloses = OptionSpec.builder("--until-stdin-closes").type(boolean.class)
            .defaultValue("false")
            .description("Give up when standard input ends, so that a parent's death is noticed.").build();

    private TrainCommand() {}

    static CommandSpec spec() {
        TrainCommand train = new TrainCommand();
        ArgGroupSpec source = ArgGroupSpec.builder().multiplicity("1").addArg(train.data).addArg(train.synthetic)
                .addArg(train.weights)
                .addSubgroup(ArgGroupSpec.builder().exclusive(false).addArg(train.url).addArg(train.sha256).build())
                .build();
        return ModelServerMain.command("train", "Trains the fare model and writes it to a file.", train::call)
                .addArgGroup(source).addOption(train.maxRows).addOption(train.threads).addOption(train.seed)
                .addOption(train.holdout).addOption(train.out).addOption(train.terminationLog)
                .addOption(train.untilStdinCloses);
    }

    private int call() throws Exception {
        if (untilStdinCloses.<Boolean>getValue()) {
            Thread.ofPlatform().daemon().name("standard input").start(TrainCommand::exitWhenStdinCloses);
        }
        new TrainingRun(source(), maxRows.getValue(), threads.getValue(),
                new Holdout(holdout.getValue(), seed.getValue()),
                new TrainingRun.Output(out.getValue(), terminationLog.getValue())).run(System.out);
        return 0;
    }

    private TrainingRun.Source source() {
        if (weights.getValue() != null) {
            return new TrainingRun.Weights(weights.getValue());
        }
        if (synthetic.getValue() != null) {
            return new TrainingRun.Synthetic(synthetic.getValue());
        }
        return url.getValue() != null
                ? new TrainingRun.Remote(url.getValue(), sha256.getValue())
                : new TrainingRun.Data(data.getValue());
    }

    private static void exitWhenStdinCloses() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A standard input that cannot be read has no parent behind it either.
        }
        System.exit(ModelServerMain.COULD_NOT_RUN);
    }
}
