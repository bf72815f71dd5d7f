package io.fareswarm.model.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.fareswarm.api.TrainingFacts;

/// Totals of all rides of a training. Blocks are added in the order of the input.
final class TrainingTotals implements AutoCloseable {
    private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    private final Moments moments = new Moments();
    private final Moments heldOutMoments = new Moments();
    private final RideCounts counts = new RideCounts();
    private final SpillFile spill;
    private final SpillFile heldOutSpill;
    private long read;
    private long used;
    private long heldOut;

    /// @param directory directory in which rides are stored until [#close]
    TrainingTotals(Path directory) throws IOException {
        spill = new SpillFile(directory);
        heldOutSpill = new SpillFile(directory);
    }

    /// Number of rows read so far.
    long read() {
        return read;
    }

    /// Adds a block.
    ///
    /// @param moments sums over the used rides of the block
    void add(FilteredRides rides, Moments moments) throws IOException {
        for (DropReason reason : DropReason.values()) {
            dropped.merge(reason, rides.dropped(reason), Long::sum);
        }
        read += rides.read();
        used += rides.used().count();
        heldOut += rides.heldOut().count();
        this.moments.add(moments);
        counts.add(rides.counts());
        spill.add(rides.used());
        heldOutMoments.add(rides.heldOut());
        heldOutSpill.add(rides.heldOut());
    }

    /// Fits the weights.
    ///
    /// @throws TrainingException if the rides do not determine the weights
    TrainingResult fit() throws IOException, TrainingException {
        if (used < Moments.WEIGHTS) {
            throw new TrainingException(new InputProblem.TooFewRows(used, read));
        }
        if (!moments.finite() || !heldOutMoments.finite()) {
            throw new TrainingException(new InputProblem.FaresTooLarge());
        }
        double[] weights = moments.weights();
        ResidualCounts residuals = new ResidualCounts();
        TrainingResult.HeldOut fitted = errors(spill, moments, used, weights, residuals);
        Map<String, Long> reasons = new LinkedHashMap<>();
        dropped.forEach((reason, count) -> reasons.put(reason.reason(), count));
        return new TrainingResult(weights[0], weights[1], weights[2], read, used, Collections.unmodifiableMap(reasons),
                fitted.rmse(), fitted.mae(), fitted.r2(),
                heldOut == 0 ? null : errors(heldOutSpill, heldOutMoments, heldOut, weights, new ResidualCounts()),
                new TrainingFacts(counts.picture(), counts.fares(), residuals.histogram()));
    }

    private static TrainingResult.HeldOut errors(SpillFile rides, Moments moments, long count, double[] weights,
            ResidualCounts residuals)
            throws IOException, TrainingException {
        SpillFile.ErrorSums sums = rides.errors(weights, moments.meanFare(), residuals);
        if (!Double.isFinite(sums.squares()) || !Double.isFinite(sums.deviations())) {
            throw new TrainingException(new InputProblem.FaresTooLarge());
        }
        return new TrainingResult.HeldOut(count, Math.sqrt(sums.squares() / count), sums.absolutes() / count,
                sums.deviations() == 0 ? null : 1 - sums.squares() / sums.deviations());
    }

    @Override
    public void close() throws IOException {
        try (heldOutSpill) {
            spill.close();
        }
    }
}
