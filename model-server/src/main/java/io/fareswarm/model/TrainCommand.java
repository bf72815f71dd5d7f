package io.fareswarm.model;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.fareswarm.api.TrainedModel;
import io.fareswarm.model.download.Download;
import io.fareswarm.model.download.DownloadException;
import io.fareswarm.model.download.Downloaded;
import io.fareswarm.model.train.Fit;
import io.fareswarm.model.train.Holdout;
import io.fareswarm.model.train.Trainer;
import io.fareswarm.model.train.TrainingException;

/// `train`: fits the model to a file of rides or to rides drawn at random, or takes weights as given.
@Command(name = "train", description = "Trains the fare model and writes it to a file.")
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source = new Source();

    /// Exactly one of these.
    static final class Source {
        @Option(names = "--data", paramLabel = "FILE", description = "Rides in the columns of Kaggle's New York taxi file: a CSV, or one in a .zip or .gz.")
        private @Nullable Path data;

        @ArgGroup(exclusive = false)
        private @Nullable Remote remote;

        @Option(names = "--synthetic", paramLabel = "ROWS", description = "So many rides drawn about the published weights.")
        private @Nullable Long synthetic;

        @Option(names = "--weights", paramLabel = "A,B,C", description = "The weights themselves: dollars a degree of longitude, a degree of latitude, a ride.")
        private @Nullable String weights;
    }

    /// A file elsewhere.
    static final class Remote {
        @Option(names = "--url", required = true, paramLabel = "ADDRESS", description = "As --data, but downloaded by http or https into the temporary directory: 64 GiB at most, redirects not followed.")
        private String url = "";

        @Option(names = "--sha256", required = true, paramLabel = "HEX", description = "Of the file at --url: any other is refused.")
        private String sha256 = "";
    }

    @Option(names = "--max-rows", paramLabel = "N", defaultValue = "10000000", description = "Rows of a file read at most (default: ${DEFAULT-VALUE}).")
    private long maxRows;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that parse a file (default: one a processor, 8 at most). The model is the same for any.")
    private @Nullable Integer threads;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Of --synthetic and --holdout: same seed, same model (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--holdout", paramLabel = "SHARE", defaultValue = "0", description = "Keep so much of the rides from the fit, and judge the model by them: 0.2 is a fifth (default: ${DEFAULT-VALUE}).")
    private double holdout;

    @Option(names = "--out", paramLabel = "FILE", defaultValue = "model.json", description = "Where the model goes (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("model.json");

    @Option(names = "--termination-log", paramLabel = "FILE", description = "Also write the model there on one line, as a pod's container does to hand it to its operator.")
    private @Nullable Path terminationLog;

    @Option(names = "--until-stdin-closes", description = "Give up when standard input ends, so that a parent's death is noticed.")
    private boolean untilStdinCloses;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    /// A model and where it comes from, which is null when it was given.
    private record Trained(TrainedModel model, @Nullable Provenance provenance) {}

    @Override
    public Integer call()
            throws IOException, InterruptedException, BadInput, TrainingException, DownloadException {
        if (untilStdinCloses) {
            Thread.ofPlatform().daemon().name("standard input").start(TrainCommand::leaveWithParent);
        }
        if (!(holdout >= 0 && holdout < 1)) {
            throw new BadInput("--holdout: expected a share from 0 to below 1, found " + holdout);
        }
        Trained trained = train();
        ModelFile.write(out, trained.model, trained.provenance);
        if (terminationLog != null) {
            ModelFile.writeMessage(terminationLog, trained.model, trained.provenance);
        }
        print(spec.commandLine().getOut(), trained);
        return 0;
    }

    private static void leaveWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A standard input that cannot be read has no parent behind it either.
        }
        System.exit(Main.COULD_NOT_RUN);
    }

    private Trained train()
            throws IOException, InterruptedException, BadInput, TrainingException, DownloadException {
        if (source.weights != null) {
            return new Trained(given(source.weights), null);
        }
        int workers = threads != null ? threads : Math.min(Runtime.getRuntime().availableProcessors(), 8);
        within("--threads", workers, 1, 16);
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Trainer trainer = new Trainer(workers, temporary, new Holdout(holdout, seed));
        if (source.synthetic != null) {
            within("--synthetic", source.synthetic, 100, 10_000_000);
            return fitted(trainer.synthetic(source.synthetic, seed), null);
        }
        within("--max-rows", maxRows, 1, 1_000_000_000);
        if (source.remote != null) {
            Download download = Download.of(source.remote.url, source.remote.sha256);
            try (Downloaded rides = download.into(temporary)) {
                return fitted(trainer, rides.file(), source.remote.url);
            }
        }
        Path data = source.data;
        if (data == null || !Files.isRegularFile(data)) {
            throw new BadInput("expected a file of rides, found none at %s".formatted(data));
        }
        return fitted(trainer, data, data.toString());
    }

    private Trained fitted(Trainer trainer, Path rides, String name)
            throws IOException, InterruptedException, BadInput {
        FutureTask<String> sha256 = new FutureTask<>(Provenance.digestOf(rides));
        Thread.ofPlatform().daemon().name("sha256").start(sha256);
        try {
            return fitted(trainer.csv(rides, maxRows), sha256.get());
        } catch (TrainingException e) {
            throw new BadInput("%s: %s".formatted(name, e.getMessage()));
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        }
    }

    private static void within(String option, long value, long least, long most) throws BadInput {
        if (value < least || value > most) {
            throw new BadInput("%s: expected %d to %d, found %d".formatted(option, least, most, value));
        }
    }

    private static TrainedModel given(String text) throws BadInput {
        List<Double> weights;
        try {
            weights = Arrays.stream(text.split(",", -1)).map(Double::valueOf).toList();
        } catch (NumberFormatException e) {
            weights = List.of();
        }
        if (weights.size() != 3 || weights.stream().anyMatch(weight -> !Double.isFinite(weight))) {
            throw new BadInput("--weights: expected three finite numbers as in 147.2,77.1,6.4, found " + text);
        }
        return new TrainedModel(ModelFile.digest(weights), weights, null, null, null, null, now());
    }

    private Trained fitted(Fit fit, @Nullable String sha256) {
        List<Double> weights = List.of(fit.longitude(), fit.latitude(), fit.constant());
        TrainedModel model = new TrainedModel(ModelFile.digest(weights), weights,
                new TrainedModel.Rows(fit.read(), fit.used(), fit.dropped()), fit.rmse(), fit.mae(), fit.r2(), now());
        return new Trained(model, new Provenance(sha256, new Holdout(holdout, seed), fit.heldOut()));
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private void print(PrintWriter to, Trained trained) {
        TrainedModel model = trained.model;
        List<Double> weights = model.weights();
        line(to, "weights", weights.get(0) + " dollars a degree of longitude");
        line(to, "", weights.get(1) + " dollars a degree of latitude");
        line(to, "", weights.get(2) + " dollars a ride");
        TrainedModel.Rows rows = model.rows();
        if (rows != null) {
            line(to, "rows read", count(rows.read()));
            line(to, "rows used", count(rows.used()));
            rows.dropped().forEach((reason, count) -> line(to, "dropped", count(count) + " " + reason));
            line(to, "RMSE", model.rmse() + " dollars");
            line(to, "MAE", model.mae() + " dollars");
            line(to, "R2", r2(model.r2()));
        }
        Fit.HeldOut heldOut = trained.provenance == null ? null : trained.provenance.heldOut();
        if (heldOut != null) {
            line(to, "held out", count(heldOut.rows()) + " rows, which the weights have not seen");
            line(to, "RMSE there", heldOut.rmse() + " dollars");
            line(to, "MAE there", heldOut.mae() + " dollars");
            line(to, "R2 there", r2(heldOut.r2()));
        }
        line(to, "digest", model.digest());
        line(to, "written to", String.valueOf(out));
        to.flush();
    }

    private static String r2(@Nullable Double value) {
        return value == null ? "none, as all fares are equal" : value.toString();
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static void line(PrintWriter to, String name, String value) {
        to.printf("%-11s %s%n", name, value);
    }
}
