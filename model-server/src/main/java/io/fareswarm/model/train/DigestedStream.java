package io.fareswarm.model.train;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;

import io.fareswarm.digest.Sha256;

/// A stream of a file's bytes that counts them, and computes the digest piece by piece, while the piece is still in the
/// core's cache.
final class DigestedStream extends DigestInputStream {
    /// Number of bytes of a piece. Half of a core's cache can contain a piece that is copied, digested and copied again.
    private static final int PIECE = 1 << 17;

    private final long maxBytes;
    private long bytesRead;

    /// @param maxBytes maximum number of bytes; reading more fails with a [TooManyBytesException]
    DigestedStream(InputStream in, long maxBytes) {
        super(in, Sha256.create());
        this.maxBytes = maxBytes;
    }

    long bytesRead() {
        return bytesRead;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int count = super.read(bytes, from, Math.min(length, PIECE));
        bytesRead += Math.max(count, 0);
        if (bytesRead > maxBytes) {
            throw new TooManyBytesException(maxBytes);
        }
        return count;
    }
}
