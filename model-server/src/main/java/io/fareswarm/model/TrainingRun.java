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

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.TrainedModel;
import io.fareswarm.model.download.DownloadException;
import io.fareswarm.model.download.Downloaded;
import io.fareswarm.model.download.FileDownload;
import io.fareswarm.model.train.Fit;
import io.fareswarm.model.train.Holdout;
import io.fareswarm.model.train.ProgressListener;
import io.fareswarm.model.train.RideFile;
import io.fareswarm.model.train.Trainer;
import io.fareswarm.model.train.TrainingException;
import io.fareswarm.modelfile.ModelDocument;

/// Makes a model and writes it to a file.
///
/// @param maxRows rows of a file read at most
/// @param threads that parse a file
/// @param holdout share of the rides that is kept from the fit
/// @param seed of drawn rides and of the holdout
/// @param terminationLog where the model is also written on one line; null when nowhere
/// @param untilStdinCloses whether the end of standard input ends the process
record TrainingRun(Source source, long maxRows, int threads, double holdout, long seed, Path out,
        @Nullable Path terminationLog, boolean untilStdinCloses) {
    /// Where the model comes from.
    sealed interface Source {}

    /// A file of rides.
    record Data(@Nullable Path file) implements Source {}

    /// A file of rides elsewhere, and its SHA-256 in hex.
    record Remote(String url, String sha256) implements Source {}

    /// So many rides drawn about the published weights.
    record Synthetic(long rows) implements Source {}

    /// The weights themselves, as text.
    record Weights(String text) implements Source {}

    /// A model and where it comes from, which is null when it was given.
    record Trained(TrainedModel model, @Nullable Provenance provenance) {}

    /// @param to where it says what it found
    void run(PrintWriter to) throws IOException, InterruptedException, BadInput, TrainingException, DownloadException {
        if (untilStdinCloses) {
            Thread.ofPlatform().daemon().name("standard input").start(TrainingRun::leaveWithParent);
        }
        if (!(holdout >= 0 && holdout < 1)) {
            throw new BadInput("--holdout: expected a share from 0 to below 1, found " + holdout);
        }
        Trained trained = train();
        ModelFile.write(out, trained.model, trained.provenance);
        if (terminationLog != null) {
            ModelFile.writeMessage(terminationLog, trained.model, trained.provenance);
        }
        TrainingSummary.print(to, trained, out);
    }

    private static void leaveWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A standard input that cannot be read has no parent behind it either.
        }
        System.exit(ModelServerMain.COULD_NOT_RUN);
    }

    private Trained train()
            throws IOException, InterruptedException, BadInput, TrainingException, DownloadException {
        if (source instanceof Weights(String text)) {
            return new Trained(given(text), null);
        }
        within("--threads", threads, 1, 16);
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Trainer trainer = new Trainer(threads, temporary, new Holdout(holdout, seed));
        if (source instanceof Synthetic(long rows)) {
            within("--synthetic", rows, 100, 10_000_000);
            return fitted(trainer.synthetic(rows, seed), null);
        }
        within("--max-rows", maxRows, 1, 1_000_000_000);
        if (source instanceof Remote(String url, String sha256)) {
            FileDownload download = FileDownload.of(url, sha256);
            try (Downloaded rides = download.into(temporary)) {
                return fitted(trainer, rides.file(), url);
            }
        }
        Path data = source instanceof Data(Path file) ? file : null;
        if (data == null || !Files.isRegularFile(data)) {
            throw new BadInput("expected a file of rides, found none at %s".formatted(data));
        }
        return fitted(trainer, data, data.toString());
    }

    private Trained fitted(Trainer trainer, Path rides, String name)
            throws IOException, InterruptedException, BadInput {
        try (RideFile file = RideFile.open(rides)) {
            ProgressListener watch = new ProgressPrinter(file.size(), maxRows, System::nanoTime, System.err::println);
            return fitted(trainer.csv(file, maxRows, watch), file.sha256());
        } catch (TrainingException e) {
            throw new BadInput("%s: %s".formatted(name, e.getMessage()));
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
        return new TrainedModel(ModelDocument.digest(weights), weights, null, null, null, null, now());
    }

    private Trained fitted(Fit fit, @Nullable String sha256) {
        List<Double> weights = List.of(fit.longitude(), fit.latitude(), fit.constant());
        TrainedModel model = new TrainedModel(ModelDocument.digest(weights), weights,
                new TrainedModel.Rows(fit.read(), fit.used(), fit.dropped()), fit.rmse(), fit.mae(), fit.r2(), now());
        return new Trained(model, new Provenance(sha256, new Holdout(holdout, seed), fit.heldOut()));
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
