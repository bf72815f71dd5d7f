package io.fareswarm.model.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

import io.fareswarm.model.digest.Sha256;

/// A file's bytes, digested in passing, piece by piece while a piece is still in the core's cache.
final class HashedStream extends InputStream {
    /// A read gives no more: half of a core's cache holds what is copied, digested and copied again.
    private static final int PIECE = 1 << 17;

    private final InputStream in;
    private final MessageDigest digest = Sha256.begin();
    private long passed;

    /// @param in is closed with this stream
    HashedStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int count = in.read(bytes, from, Math.min(length, PIECE));
        if (count > 0) {
            digest.update(bytes, from, count);
            passed += count;
        }
        return count;
    }

    /// Bytes read so far.
    long passed() {
        return passed;
    }

    @Override
    public int available() throws IOException {
        return in.available(); // by which a gzip finds out that another one follows it
    }

    /// Reads what is left; the SHA-256 of the whole, in hex. To be asked once.
    String sha256() throws IOException {
        transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
