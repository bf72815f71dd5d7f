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
    private long read;
    private long used;

    /// @param directory where the used rides are spilled
    Sum(Path directory) throws IOException {
        spill = new Spill(directory);
    }

    /// Rows read so far.
    long read() {
        return read;
    }

    /// Adds a piece of the input.
    ///
    /// @param triangle of these rides
    void add(Rides rides, Triangle triangle) throws IOException {
        for (Dropped reason : Dropped.values()) {
            dropped.merge(reason, rides.dropped(reason), Long::sum);
        }
        read += rides.read();
        used += rides.used();
        this.triangle.add(triangle);
        spill.add(rides);
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
                Math.sqrt(residuals / used), spill.absoluteResiduals(weights) / used,
                deviations == 0 ? null : 1 - residuals / deviations);
    }

    @Override
    public void close() throws IOException {
        spill.close();
    }
}
