package io.fareswarm.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.fareswarm.model.download.DownloadException;
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

        TrainingRun.Source toTraining() {
            if (weights != null) {
                return new TrainingRun.Weights(weights);
            }
            if (synthetic != null) {
                return new TrainingRun.Synthetic(synthetic);
            }
            return remote != null ? new TrainingRun.Remote(remote.url, remote.sha256) : new TrainingRun.Data(data);
        }
    }

    /// A file elsewhere.
    static final class Remote {
        @Option(names = "--url", required = true, paramLabel = "ADDRESS", description = "As --data, but downloaded by http or https into the temporary directory: 64 GiB at most, redirects not followed.")
        private String url = "";

        @Option(names = "--sha256", required = true, paramLabel = "HEX", description = "Of the file at --url: any other is refused.")
        private String sha256 = "";
    }

    @Option(names = "--max-rows", paramLabel = "N", description = "Rows of a file read at most (default: ${DEFAULT-VALUE}).")
    private long maxRows = 10_000_000;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that parse a file (default: one a processor, 8 at most). The model is the same for any.")
    private int threads = Math.min(Runtime.getRuntime().availableProcessors(), 8);

    @Option(names = "--seed", paramLabel = "S", description = "Of --synthetic and --holdout: same seed, same model (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--holdout", paramLabel = "SHARE", description = "Keep so much of the rides from the fit, and judge the model by them: 0.2 is a fifth (default: ${DEFAULT-VALUE}).")
    private double holdout;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the model goes (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("model.json");

    @Option(names = "--termination-log", paramLabel = "FILE", description = "Also write the model there on one line, as a pod's container does to hand it to its operator.")
    private @Nullable Path terminationLog;

    @Option(names = "--until-stdin-closes", description = "Give up when standard input ends, so that a parent's death is noticed.")
    private boolean untilStdinCloses;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Override
    public Integer call()
            throws IOException, InterruptedException, BadInput, TrainingException, DownloadException {
        new TrainingRun(source.toTraining(), maxRows, threads, holdout, seed, out, terminationLog, untilStdinCloses)
                .run(spec.commandLine().getOut());
        return 0;
    }
}
