package io.fareswarm.model.train;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/// Stream whose first bytes are known before they are read. A failure to read them is thrown when the bytes before it have
/// been read.
final class PeekedStream extends FilterInputStream {
    private final byte[] start;
    private @Nullable IOException failure;
    private int position;

    /// Reads the first bytes, fewer if the stream ends or fails before.
    PeekedStream(InputStream in) {
        super(in);
        byte[] bytes = new byte[FileFormat.START];
        int length = 0;
        try {
            int count;
            while ((count = in.read(bytes, length, bytes.length - length)) > 0) {
                length += count;
            }
        } catch (IOException e) {
            failure = e;
        }
        start = Arrays.copyOf(bytes, length);
    }

    /// The first bytes. Callers must not change the array.
    byte[] start() {
        return start;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (position < start.length) {
            int count = Math.min(length, start.length - position);
            System.arraycopy(start, position, bytes, from, count);
            position += count;
            return count;
        }
        if (failure != null) {
            throw failure;
        }
        return super.read(bytes, from, length);
    }

    /// Always 1. [java.util.zip.GZIPInputStream] looks for another member of a file only if more bytes are available, and a
    /// pipe reports none while its writer is slower.
    @Override
    public int available() {
        return 1;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
