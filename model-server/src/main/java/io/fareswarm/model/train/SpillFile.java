package io.fareswarm.model.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Temporary file of rides, 24 bytes each. Errors are computed from it after the weights are known. The file has no
/// name, so it disappears when it is closed and when the process ends.
final class SpillFile implements AutoCloseable {
    private static final int RIDES = 4096;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(RIDES * RideValues.WIDTH * Double.BYTES)
            .order(ByteOrder.nativeOrder());

    SpillFile(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "fareswarm-rides", ".tmp");
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Files.delete(file); // the content stays readable through the open channel
    }

    void add(RideValues rides) throws IOException {
        int doubles = rides.count() * RideValues.WIDTH;
        for (int from = 0; from < doubles; from += RIDES * RideValues.WIDTH) {
            int count = Math.min(RIDES * RideValues.WIDTH, doubles - from);
            buffer.clear();
            buffer.asDoubleBuffer().put(rides.values(), from, count);
            buffer.limit(count * Double.BYTES);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    /// Sums for the errors, over the fares of all rides.
    ///
    /// @param squares sum of the squared residuals
    /// @param absolutes sum of the absolute residuals
    /// @param deviations sum of the squared deviations from the mean
    record ErrorSums(double squares, double absolutes, double deviations) {}

    /// Computes the errors of a model.
    ///
    /// @param weights for longitude, latitude and the constant
    /// @param mean mean fare of the rides
    /// @param residuals counts that the residuals are added to
    ErrorSums errors(double[] weights, double mean, ResidualCounts residuals) throws IOException {
        double[] values = new double[RIDES * RideValues.WIDTH];
        ErrorSums sum = new ErrorSums(0, 0, 0);
        channel.position(0);
        int count;
        while ((count = fill(values)) > 0) {
            ErrorSums part = errors(values, count, weights, mean, residuals); // a sum of partial sums has a smaller rounding error
            sum = new ErrorSums(sum.squares + part.squares, sum.absolutes + part.absolutes,
                    sum.deviations + part.deviations);
        }
        return sum;
    }

    private static ErrorSums errors(double[] values, int count, double[] weights, double mean,
            ResidualCounts residuals) {
        double squares = 0;
        double absolutes = 0;
        double deviations = 0;
        for (int at = 0; at < count; at += RideValues.WIDTH) {
            double fare = values[at + 2];
            double residual = fare - (values[at] * weights[0] + values[at + 1] * weights[1] + weights[2]);
            residuals.add(residual);
            squares += residual * residual;
            absolutes += Math.abs(residual);
            deviations += (fare - mean) * (fare - mean);
        }
        return new ErrorSums(squares, absolutes, deviations);
    }

    private int fill(double[] values) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // until the buffer is full or the file ends
        }
        int count = buffer.flip().remaining() / Double.BYTES;
        buffer.asDoubleBuffer().get(values, 0, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
