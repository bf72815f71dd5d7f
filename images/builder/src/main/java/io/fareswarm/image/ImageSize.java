package io.fareswarm.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// How large an image is as it travels: its archive after `gzip -9`.
record ImageSize(long bytes) {
    private static final long LARGEST = 60_000_000;

    /// @throws BuildException when it is larger than an image may be
    static ImageSize of(Path tar) throws IOException, BuildException {
        Counter counter = new Counter();
        try (Deflater best = new Deflater(Deflater.BEST_COMPRESSION, true);
                OutputStream gzip = new DeflaterOutputStream(counter, best)) {
            Files.copy(tar, gzip);
        }
        if (counter.bytes > LARGEST) {
            throw new BuildException("expected %s to have at most %,d bytes after gzip -9, found %,d: look for what its"
                    .formatted(tar, LARGEST, counter.bytes) + " class path does not need");
        }
        return new ImageSize(counter.bytes);
    }

    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] buffer, int from, int length) {
            bytes += length;
        }
    }
}
