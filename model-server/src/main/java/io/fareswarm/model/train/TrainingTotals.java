package io.fareswarm.model.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Everything that a training has seen, added up piece by piece in the order of the input.
final class TrainingTotals implements AutoCloseable {
    private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    private final Moments moments = new Moments();
    private final Moments heldMoments = new Moments();
    private final SpillFile spill;
    private final SpillFile heldSpill;
    private long read;
    private long used;
    private long held;

    /// @param directory where the used rides are spilled
    TrainingTotals(Path directory) throws IOException {
        spill = new SpillFile(directory);
        heldSpill = new SpillFile(directory);
    }

    /// Rows read so far.
    long read() {
        return read;
    }

    /// Adds a piece of the input.
    ///
    /// @param moments of the used ones of these rides
    void add(Rides rides, Moments moments) throws IOException {
        for (DropReason reason : DropReason.values()) {
            dropped.merge(reason, rides.dropped(reason), Long::sum);
        }
        read += rides.read();
        used += rides.used().count();
        held += rides.held().count();
        this.moments.add(moments);
        spill.add(rides.used());
        heldMoments.add(rides.held());
        heldSpill.add(rides.held());
    }

    /// Fits the weights.
    ///
    /// @throws TrainingException when the rides do not determine them
    Fit fit() throws IOException, TrainingException {
        if (used < Moments.WEIGHTS) {
            throw new TrainingException(new InputProblem.TooFewRows(used, read));
        }
        if (!moments.finite() || !heldMoments.finite()) {
            throw new TrainingException(new InputProblem.FaresTooLarge());
        }
        double[] weights = moments.weights();
        Fit.HeldOut fitted = judge(spill, moments, used, weights);
        Map<String, Long> reasons = new LinkedHashMap<>();
        dropped.forEach((reason, count) -> reasons.put(reason.reason(), count));
        return new Fit(weights[0], weights[1], weights[2], read, used, Collections.unmodifiableMap(reasons),
                fitted.rmse(), fitted.mae(), fitted.r2(),
                held == 0 ? null : judge(heldSpill, heldMoments, held, weights));
    }

    private static Fit.HeldOut judge(SpillFile rides, Moments moments, long count, double[] weights)
            throws IOException, TrainingException {
        SpillFile.Figures figures = rides.judge(weights, moments.meanFare());
        if (!Double.isFinite(figures.squares()) || !Double.isFinite(figures.deviations())) {
            throw new TrainingException(new InputProblem.FaresTooLarge());
        }
        return new Fit.HeldOut(count, Math.sqrt(figures.squares() / count), figures.absolutes() / count,
                figures.deviations() == 0 ? null : 1 - figures.squares() / figures.deviations());
    }

    @Override
    public void close() throws IOException {
        try (heldSpill) {
            spill.close();
        }
    }
}
