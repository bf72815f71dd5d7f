package io.fareswarm.model.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Rides in a file without a name, for the figures that need them once the weights are known: the mean absolute error,
/// and all that is told of rides that were held out. 24 bytes a ride, gone when closed, and when the process dies.
final class Spill implements AutoCloseable {
    private static final int RIDES = 4096;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(RIDES * Triples.WIDTH * Double.BYTES)
            .order(ByteOrder.nativeOrder());

    /// @param directory where the file is; it must have room for 24 bytes a ride
    Spill(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "fareswarm-rides", ".tmp");
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Files.delete(file); // the open channel keeps its content
    }

    void add(Triples rides) throws IOException {
        int doubles = rides.count() * Triples.WIDTH;
        for (int from = 0; from < doubles; from += RIDES * Triples.WIDTH) {
            int count = Math.min(RIDES * Triples.WIDTH, doubles - from);
            buffer.clear();
            buffer.asDoubleBuffer().put(rides.values(), from, count);
            buffer.limit(count * Double.BYTES);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    /// What is added up over all rides.
    interface Measure {
        double of(double longitude, double latitude, double fare);
    }

    /// The sum of a measure over all rides.
    double sum(Measure measure) throws IOException {
        double[] values = new double[RIDES * Triples.WIDTH];
        double sum = 0;
        channel.position(0);
        int count;
        while ((count = fill(values)) > 0) {
            double part = 0; // a sum of sums loses less than one long sum
            for (int at = 0; at < count; at += Triples.WIDTH) {
                part += measure.of(values[at], values[at + 1], values[at + 2]);
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
