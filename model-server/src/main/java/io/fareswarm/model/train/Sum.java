package io.fareswarm.model.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Everything that a training has seen, added up piece by piece in the order of the input.
final class Sum implements AutoCloseable {
    private final Map<Dropped, Long> dropped = new EnumMap<>(Dropped.class);
    private final Triangle triangle = new Triangle();
    private final Spill spill;
    private final Spill heldSpill;
    private long read;
    private long used;
    private long held;

    /// @param directory where the used rides are spilled
    Sum(Path directory) throws IOException {
        spill = new Spill(directory);
        heldSpill = new Spill(directory);
    }

    /// Rows read so far.
    long read() {
        return read;
    }

    /// Adds a piece of the input.
    ///
    /// @param triangle of the used ones of these rides
    void add(Rides rides, Triangle triangle) throws IOException {
        for (Dropped reason : Dropped.values()) {
            dropped.merge(reason, rides.dropped(reason), Long::sum);
        }
        read += rides.read();
        used += rides.used().count();
        held += rides.held().count();
        this.triangle.add(triangle);
        spill.add(rides.used());
        heldSpill.add(rides.held());
    }

    /// Fits the weights.
    ///
    /// @throws TrainingException when the rides do not determine them
    Fit fit() throws IOException, TrainingException {
        if (used < Triangle.WEIGHTS) {
            throw new TrainingException(new Problem.TooFewRows(used, read));
        }
        double[] weights = triangle.weights();
        double residuals = triangle.squaredResiduals();
        double deviations = triangle.squaredDeviations();
        Map<String, Long> reasons = new LinkedHashMap<>();
        dropped.forEach((reason, count) -> reasons.put(reason.reason(), count));
        return new Fit(weights[0], weights[1], weights[2], read, used, Collections.unmodifiableMap(reasons),
                Math.sqrt(residuals / used),
                spill.sum((longitude, latitude, fare) -> Math.abs(residual(weights, longitude, latitude, fare))) / used,
                deviations == 0 ? null : 1 - residuals / deviations, held == 0 ? null : judge(weights));
    }

    private static double residual(double[] weights, double longitude, double latitude, double fare) {
        return fare - (longitude * weights[0] + latitude * weights[1] + weights[2]);
    }

    private Fit.HeldOut judge(double[] weights) throws IOException {
        double mean = heldSpill.sum((_, _, fare) -> fare) / held;
        double deviations = heldSpill.sum((_, _, fare) -> (fare - mean) * (fare - mean));
        double squares = heldSpill.sum((longitude, latitude, fare) -> {
            double residual = residual(weights, longitude, latitude, fare);
            return residual * residual;
        });
        double absolutes = heldSpill
                .sum((longitude, latitude, fare) -> Math.abs(residual(weights, longitude, latitude, fare)));
        return new Fit.HeldOut(held, Math.sqrt(squares / held), absolutes / held,
                deviations == 0 ? null : 1 - squares / deviations);
    }

    @Override
    public void close() throws IOException {
        try (heldSpill) {
            spill.close();
        }
    }
}
