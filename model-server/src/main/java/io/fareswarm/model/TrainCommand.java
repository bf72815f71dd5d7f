package io.fareswarm.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import io.fareswarm.api.WebAddress;
import io.fareswarm.files.OutputFile;
import io.fareswarm.logging.ProgramLog;
import io.fareswarm.model.download.Origin;
import io.fareswarm.model.train.Holdout;
import io.fareswarm.network.AddressPolicy;
import io.fareswarm.network.CheckedResolver;
import io.fareswarm.network.HostResolver;

/// The command `train`: fits the model to a file of rides or to synthetic rides, or takes given weights.
final class TrainCommand {
    /// Name of the option for the container's termination message.
    static final String TERMINATION_LOG = "--termination-log";

    private final OptionSpec data = OptionSpec.builder("--data").paramLabel("FILE").type(Path.class)
            .description(
                    "Rides in the columns of Kaggle's New York taxi file: a CSV, or one in a .zip or .gz; - for standard input.")
            .build();
    private final OptionSpec url = OptionSpec.builder("--url").paramLabel("ADDRESS").type(String.class).required(true)
            .description(
                    "Address (http or https) of a file to download in place of --data: at most 64 GiB, redirects are not followed.")
            .build();
    private final OptionSpec sha256 = OptionSpec.builder("--sha256").paramLabel("HEX").type(String.class).required(true)
            .description("SHA-256 of the file at --url; a file with another digest is rejected.").build();
    private final OptionSpec connectHost = OptionSpec.builder("--connect-host").paramLabel("HOST").type(String.class)
            .description("Host to connect to for --url (default: the URL's host).").build();
    private final OptionSpec connectAddresses = OptionSpec.builder("--connect-addresses").paramLabel("IP,...")
            .type(String.class).defaultValue("")
            .description("The only IP addresses that this host may have (default: any).").build();
    private final OptionSpec allowedCidrs = OptionSpec.builder("--allowed-cidrs").paramLabel("CIDR,...")
            .type(String.class).defaultValue("")
            .description(
                    "Ranges of loopback, link-local, unspecified, multicast, reserved and cloud metadata addresses from which --url may download (default: none).")
            .build();
    private final OptionSpec synthetic = OptionSpec.builder("--synthetic").paramLabel("ROWS").type(Long.class)
            .description(
                    "Number of random rides to train on, in place of a file. Their fares are those of the published model plus noise.")
            .build();
    private final OptionSpec weights = OptionSpec.builder("--weights").paramLabel("A,B,C").type(String.class)
            .description(
                    "Given weights, without a training: dollars per degree of longitude, per degree of latitude, per ride.")
            .build();
    private final OptionSpec maxRows = OptionSpec.builder("--max-rows").paramLabel("N").type(long.class)
            .defaultValue("10000000")
            .description("Maximum number of rows to read from a file (default: ${DEFAULT-VALUE}).").build();
    private final OptionSpec threads = OptionSpec.builder("--threads").paramLabel("N").type(int.class)
            .defaultValue(String.valueOf(Math.min(Runtime.getRuntime().availableProcessors(), 8)))
            .description(
                    "Number of threads that parse a file (default: one per processor, at most 8). It does not change the model.")
            .build();
    private final OptionSpec seed = OptionSpec.builder("--seed").paramLabel("S").type(long.class).defaultValue("1")
            .description(
                    "Seed of --synthetic and --holdout; the same seed gives the same model (default: ${DEFAULT-VALUE}).")
            .build();
    private final OptionSpec holdout = OptionSpec.builder("--holdout").paramLabel("SHARE").type(double.class)
            .defaultValue("0.0")
            .description(
                    "Share of the rides to hold out from the fit, to measure the model's error, such as 0.2 (default: ${DEFAULT-VALUE}).")
            .build();
    private final OptionSpec out = OptionSpec.builder("--out").paramLabel("FILE").type(Path.class)
            .defaultValue("model.json")
            .description("File for the model; - for standard output (default: ${DEFAULT-VALUE}).").build();
    private final OptionSpec terminationLog = OptionSpec.builder(TERMINATION_LOG).paramLabel("FILE")
            .type(Path.class)
            .description(
                    "File that also gets the model, on one line, or the error; in a pod the operator reads it.")
            .build();
    private final OptionSpec untilStdinCloses = OptionSpec.builder("--until-stdin-closes").type(boolean.class)
            .defaultValue("false")
            .description("Stop when standard input ends, so that this process ends with its parent.").build();

    private final ProgramLog log;

    private TrainCommand(ProgramLog log) {
        this.log = log;
    }

    static CommandSpec spec(ProgramLog log) {
        TrainCommand train = new TrainCommand(log);
        ArgGroupSpec source = ArgGroupSpec.builder().multiplicity("1").addArg(train.data).addArg(train.synthetic)
                .addArg(train.weights)
                .addSubgroup(ArgGroupSpec.builder().exclusive(false).addArg(train.url).addArg(train.sha256).build())
                .build();
        return ModelServerMain.command("train", "Trains the fare model and writes it to a file.", train::call)
                .addArgGroup(source).addOption(train.maxRows).addOption(train.threads).addOption(train.seed)
                .addOption(train.connectHost).addOption(train.connectAddresses).addOption(train.allowedCidrs)
                .addOption(train.holdout).addOption(train.out).addOption(train.terminationLog)
                .addOption(train.untilStdinCloses);
    }

    private int call() throws Exception {
        if (untilStdinCloses.<Boolean>getValue()) {
            if (source() instanceof TrainingRun.LocalData rides && rides.isStandardInput()) {
                throw new BadInput(
                        "--until-stdin-closes: expected rides from a file, found --data -; give only one of them");
            }
            Thread.ofPlatform().daemon().name("standard input").start(TrainCommand::exitWhenStdinCloses);
        }
        new TrainingRun(source(), maxRows.getValue(), threads.getValue(),
                new Holdout(holdout.getValue(), seed.getValue()),
                new TrainingRun.Output(new OutputFile(out.getValue()), terminationLog.getValue())).run(log);
        return 0;
    }

    private TrainingRun.ModelSource source() throws BadInput {
        if (weights.getValue() != null) {
            return new TrainingRun.Weights(weights.getValue());
        }
        if (synthetic.getValue() != null) {
            return new TrainingRun.Synthetic(synthetic.getValue());
        }
        return url.getValue() != null
                ? new TrainingRun.Remote(url.getValue(), sha256.getValue(), origin())
                : new TrainingRun.LocalData(data.getValue());
    }

    private Origin origin() throws BadInput {
        try {
            Set<String> addresses = Arrays.stream(connectAddresses.<String>getValue().split(","))
                    .filter(address -> !address.isEmpty()).map(WebAddress::withoutBrackets).collect(Collectors.toSet());
            String host = connectHost.getValue();
            return new Origin(host == null ? null : WebAddress.withoutBrackets(host), addresses, new CheckedResolver(
                    AddressPolicy.parse(allowedCidrs.<String>getValue()), HostResolver.SYSTEM));
        } catch (IllegalArgumentException e) {
            throw new BadInput("--allowed-cidrs: " + e.getMessage());
        }
    }

    private static void exitWhenStdinCloses() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // If standard input cannot be read, the parent process is gone too.
        }
        System.exit(ModelServerMain.COULD_NOT_RUN);
    }
}
