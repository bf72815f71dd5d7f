package io.fareswarm.model.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The used rides in a file without a name, for the one figure that needs them once the weights are known: the mean
/// absolute error. 24 bytes a ride, gone when closed, and when the process dies.
final class Spill implements AutoCloseable {
    private static final int RIDES = 4096;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(RIDES * Rides.WIDTH * Double.BYTES)
            .order(ByteOrder.nativeOrder());

    /// @param directory where the file is; it must have room for 24 bytes a ride
    Spill(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "fareswarm-rides", ".tmp");
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Files.delete(file); // the open channel keeps its content
    }

    void add(Rides rides) throws IOException {
        int doubles = rides.used() * Rides.WIDTH;
        for (int from = 0; from < doubles; from += RIDES * Rides.WIDTH) {
            int count = Math.min(RIDES * Rides.WIDTH, doubles - from);
            buffer.clear();
            buffer.asDoubleBuffer().put(rides.values(), from, count);
            buffer.limit(count * Double.BYTES);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    /// The sum of |fare - prediction| over all rides.
    ///
    /// @param weights longitude, latitude, constant
    double absoluteResiduals(double[] weights) throws IOException {
        double[] values = new double[RIDES * Rides.WIDTH];
        double sum = 0;
        channel.position(0);
        int count;
        while ((count = fill(values)) > 0) {
            double part = 0; // a sum of sums loses less than one long sum
            for (int at = 0; at < count; at += Rides.WIDTH) {
                part += Math.abs(
                        values[at + 2] - (values[at] * weights[0] + values[at + 1] * weights[1] + weights[2]));
            }
            sum += part;
        }
        return sum;
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
