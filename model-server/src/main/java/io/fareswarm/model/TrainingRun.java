package io.fareswarm.model;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.TrainedModel;
import io.fareswarm.files.OutputFile;
import io.fareswarm.logging.ProgramLog;
import io.fareswarm.model.download.DownloadException;
import io.fareswarm.model.download.DownloadedFile;
import io.fareswarm.model.download.FileDownload;
import io.fareswarm.model.download.Origin;
import io.fareswarm.model.train.Holdout;
import io.fareswarm.model.train.ProgressListener;
import io.fareswarm.model.train.RideFile;
import io.fareswarm.model.train.TooManyBytesException;
import io.fareswarm.model.train.Trainer;
import io.fareswarm.model.train.TrainingException;
import io.fareswarm.model.train.TrainingResult;
import io.fareswarm.modelfile.ModelDocument;

/// One run of `train`, from the source of the model to the written file.
///
/// @param maxRows maximum number of rows to read from a file
/// @param threads number of threads that parse a file
/// @param holdout choice of the rides that the model is not fitted to; its seed is also the seed of synthetic rides
record TrainingRun(ModelSource source, long maxRows, int threads, Holdout holdout, Output output) {
    /// Maximum number of bytes to read from a pipe or standard input; that of a download.
    private static final long MAX_STREAM_BYTES = 64L << 30;

    /// Source of the model.
    sealed interface ModelSource {}

    /// A file of rides, a pipe, or standard input.
    ///
    /// @param file the file; `-` is standard input
    record LocalData(Path file) implements ModelSource {
        boolean isStandardInput() {
            return file.toString().equals("-");
        }

        /// The name in messages.
        String name() {
            return isStandardInput() ? "standard input" : file.toString();
        }

        /// Opens the rides.
        ///
        /// @param temporary directory for a copy of a zip that is not in a regular file
        RideFile open(Path temporary) throws IOException, TrainingException, BadInput {
            if (isStandardInput()) {
                return RideFile.open(System.in, temporary, MAX_STREAM_BYTES);
            }
            if (Files.isRegularFile(file)) {
                return RideFile.open(file);
            }
            if (Files.isDirectory(file) || !Files.exists(file)) {
                throw new BadInput("expected a file of rides, found %s at %s"
                        .formatted(Files.isDirectory(file) ? "a directory" : "none", file));
            }
            return RideFile.open(new FileInputStream(file.toFile()), temporary, MAX_STREAM_BYTES);
        }
    }

    /// A file of rides to download, its SHA-256 in hex, and the server to connect to.
    record Remote(String url, String sha256, Origin origin) implements ModelSource {}

    /// Random rides with the published model's fares plus noise.
    record Synthetic(long rows) implements ModelSource {}

    /// Given weights, as text.
    record Weights(String text) implements ModelSource {}

    /// Destination of the model.
    ///
    /// @param file the model file
    /// @param terminationLog file that also gets the model, on one line; null for none
    record Output(OutputFile file, @Nullable Path terminationLog) {}

    /// A trained model and its provenance. The provenance is null for given weights.
    record Trained(TrainedModel model, @Nullable Provenance provenance) {}

    /// Trains, writes the model and logs a summary. An output that cannot be written is found before the training.
    void run(ProgramLog log)
            throws IOException, InterruptedException, BadInput, TrainingException, DownloadException {
        if (!(holdout.share() >= 0 && holdout.share() < 1)) {
            throw new BadInput("--holdout: expected a share from 0 to below 1, found " + holdout.share());
        }
        output.file.check();
        Trained trained = train(log);
        ModelFile.write(output.file, trained.model, trained.provenance);
        if (output.terminationLog != null) {
            ModelFile.writeMessage(output.terminationLog, trained.model, trained.provenance);
        }
        String summary = TrainingSummary.of(trained, output.file.path());
        if (output.file.isStream()) {
            log.progress(summary); // standard output has the model
        } else {
            log.info(summary);
        }
    }

    private Trained train(ProgramLog log)
            throws IOException, InterruptedException, BadInput, TrainingException, DownloadException {
        if (source instanceof Weights(String text)) {
            return new Trained(given(text), null);
        }
        within("--threads", threads, 1, 16);
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Trainer trainer = new Trainer(threads, temporary, holdout);
        if (source instanceof Synthetic(long rows)) {
            within("--synthetic", rows, 100, 10_000_000);
            return fitted(trainer.synthetic(rows, holdout.seed()), null);
        }
        within("--max-rows", maxRows, 1, 1_000_000_000);
        if (source instanceof Remote(String url, String sha256, Origin origin)) {
            FileDownload download = FileDownload.of(url, sha256, origin);
            try (DownloadedFile rides = download.into(temporary)) {
                return fitted(trainer, () -> RideFile.open(rides.file()), url, log);
            }
        }
        LocalData rides = (LocalData) source;
        return fitted(trainer, () -> rides.open(temporary), rides.name(), log);
    }

    /// Opener of the rides.
    private interface RideOpener {
        RideFile open() throws IOException, TrainingException, BadInput;
    }

    private Trained fitted(Trainer trainer, RideOpener rides, String name, ProgramLog log)
            throws IOException, InterruptedException, BadInput {
        try (RideFile file = rides.open()) {
            ProgressListener watch = new ProgressPrinter(file.size(), maxRows, System::nanoTime, log::progress);
            return fitted(trainer.csv(file, maxRows, watch), file.sha256());
        } catch (TrainingException | TooManyBytesException e) {
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
        return ModelDocument.given(weights, Instant.now());
    }

    private Trained fitted(TrainingResult fit, @Nullable String sha256) {
        List<Double> weights = List.of(fit.longitude(), fit.latitude(), fit.constant());
        TrainedModel model = new TrainedModel(ModelDocument.digest(weights), weights,
                new TrainedModel.Rows(fit.read(), fit.used(), fit.dropped()), fit.rmse(), fit.mae(), fit.r2(),
                fit.facts(), now());
        return new Trained(model, new Provenance(sha256, holdout, fit.heldOut()));
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
