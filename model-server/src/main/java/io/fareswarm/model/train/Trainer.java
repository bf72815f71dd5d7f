package io.fareswarm.model.train;

import java.io.IOException;
import java.nio.file.Path;

/// Fits the fare model: least squares of the fare on both distances in degrees and a constant.
///
/// Memory is a few megabytes for each thread, whatever the input's length.
///
/// @param threads that parse; one means that the calling thread does everything
/// @param spillDirectory where rides are kept, 24 bytes each, until the training ends
/// @param holdout rides that only judge the weights
public record Trainer(int threads, Path spillDirectory, Holdout holdout) {
    /// Part of what the digest depends on: another size groups the rows otherwise, which may change the last bit.
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int SYNTHETIC_BLOCK = 8192;

    /// Trains on a file of Kaggle's New York taxi rides: plain CSV, gzip, or a zip with one CSV inside.
    ///
    /// @param file is left open
    /// @param maxRows rows read at most
    /// @param watch is told how far it is
    /// @throws TrainingException when the file's content cannot be used
    /// @throws IOException when the file cannot be read, or the rides not be spilled
    public Fit csv(RideFile file, long maxRows, ProgressListener watch)
            throws TrainingException, IOException, InterruptedException {
        return csv(file, maxRows, watch, BLOCK_BYTES);
    }

    Fit csv(RideFile file, long maxRows, ProgressListener watch, int blockBytes)
            throws TrainingException, IOException, InterruptedException {
        try (TrainingTotals sum = new TrainingTotals(spillDirectory)) {
            CsvTraining training = new CsvTraining(new Blocks(file.rides(), blockBytes), sum, maxRows, holdout,
                    rows -> watch.read(rows, file.share()));
            if (threads == 1) {
                training.run();
            } else {
                training.run(threads);
            }
            return training.fit();
        }
    }

    /// Trains on rides drawn about the published weights: same seed, same rides, same weights.
    ///
    /// @throws TrainingException when there are too few rows
    /// @throws IOException when the rides cannot be spilled
    public Fit synthetic(long rows, long seed) throws TrainingException, IOException {
        SyntheticRides source = new SyntheticRides(seed);
        Rides rides = new Rides(holdout);
        Moments moments = new Moments();
        try (TrainingTotals sum = new TrainingTotals(spillDirectory)) {
            for (long left = rows; left > 0; left -= rides.read()) {
                rides.clear();
                source.draw(rides, (int) Math.min(left, SYNTHETIC_BLOCK));
                moments.clear();
                moments.add(rides.used());
                sum.add(rides, moments);
            }
            return sum.fit();
        }
    }
}
