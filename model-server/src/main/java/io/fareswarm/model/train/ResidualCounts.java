package io.fareswarm.model.train;

import java.util.Arrays;

import io.fareswarm.api.TrainingFacts;

/// Histogram of residuals, in bins of a dollar. About one ride of a hundred of the real rides is in each of the open
/// outer bins.
final class ResidualCounts {
    /// Lower bound of the first bin, in dollars.
    private static final int FROM = -8;

    private final long[] count = new long[TrainingFacts.MAX_BINS];

    void add(double residual) {
        double bin = residual - FROM;
        int last = count.length - 1;
        count[bin >= last ? last : bin > 0 ? (int) bin : 0]++;
    }

    TrainingFacts.Residuals histogram() {
        return new TrainingFacts.Residuals(FROM, 1, Arrays.stream(count).boxed().toList());
    }
}
