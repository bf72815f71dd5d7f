package io.fareswarm.model.train;

import java.io.IOException;
import java.nio.file.Path;

/// Training of the fare model by least squares: the fare depends on the distances in longitude and latitude, in
/// degrees, and a constant. It uses a few megabytes per thread for any length of the input.
///
/// @param threads number of parsing threads; with one, the calling thread does everything
/// @param spillDirectory directory in which rides are stored until the training ends, 24 bytes each
/// @param holdout choice of the rides that are held out from the fit
public record Trainer(int threads, Path spillDirectory, Holdout holdout) {
    /// Size of a block in bytes. The model's digest depends on it: another size groups the rows differently, which may
    /// change the last bit of a weight.
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int SYNTHETIC_BLOCK = 8192;

    /// Trains on a file of Kaggle's New York taxi rides: plain CSV, gzip, or a zip with one CSV inside.
    ///
    /// @param file file of rides; the method does not close it
    /// @param maxRows maximum number of rows to read
    /// @throws TrainingException if the file's content cannot be used
    /// @throws IOException if the file cannot be read, or the rides cannot be stored
    public TrainingResult csv(RideFile file, long maxRows, ProgressListener progress)
            throws TrainingException, IOException, InterruptedException {
        return csv(file, maxRows, progress, BLOCK_BYTES);
    }

    TrainingResult csv(RideFile file, long maxRows, ProgressListener progress, int blockBytes)
            throws TrainingException, IOException, InterruptedException {
        try (TrainingTotals totals = new TrainingTotals(spillDirectory)) {
            CsvTraining training = new CsvTraining(file, blockBytes, totals, maxRows, holdout, progress);
            if (threads == 1) {
                training.run();
            } else {
                training.run(threads);
            }
            return training.fit();
        }
    }

    /// Trains on random rides with the published model's fares plus noise. The same seed gives the same rides and
    /// weights.
    ///
    /// @throws TrainingException if there are too few rows
    /// @throws IOException if the rides cannot be stored
    public TrainingResult synthetic(long rows, long seed) throws TrainingException, IOException {
        SyntheticRides source = new SyntheticRides(seed);
        FilteredRides rides = new FilteredRides(holdout);
        Moments moments = new Moments();
        try (TrainingTotals totals = new TrainingTotals(spillDirectory)) {
            for (long left = rows; left > 0; left -= rides.read()) {
                rides.clear();
                source.draw(rides, (int) Math.min(left, SYNTHETIC_BLOCK));
                moments.clear();
                moments.add(rides.used());
                totals.add(rides, moments);
            }
            return totals.fit();
        }
    }
}
