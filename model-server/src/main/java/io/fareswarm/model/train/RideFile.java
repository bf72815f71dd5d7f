package io.fareswarm.model.train;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import io.fareswarm.digest.Sha256;

/// An open file of rides: plain CSV, gzip, or a zip with one file of rides. The first bytes determine the format; the name does
/// not matter.
public final class RideFile implements AutoCloseable {
    static final int INFLATE_BUFFER = 1 << 16;

    private final SeekableByteChannel channel;
    private final DigestInputStream file;
    private final InputStream rides;
    private final long size;

    private RideFile(SeekableByteChannel channel, DigestInputStream file, InputStream rides) throws IOException {
        this.channel = channel;
        this.file = file;
        this.rides = rides;
        this.size = channel.size();
    }

    /// Opens a file.
    ///
    /// @throws TrainingException if the beginning of compressed data, or the directory of a zip, is damaged
    /// @throws IOException if the file cannot be read
    public static RideFile open(Path file) throws IOException, TrainingException {
        byte[] magic;
        try (InputStream in = Files.newInputStream(file)) {
            magic = in.readNBytes(4);
        }
        SeekableByteChannel channel = Files.newByteChannel(file);
        try {
            DigestInputStream in = new PiecewiseDigest(Channels.newInputStream(channel));
            // The digest of a zip needs a second pass, because a zip is read from its end and out of order.
            return new RideFile(channel, in, startsWith(magic, 'P', 'K') ? ZippedRides.open(file) : rides(in, magic));
        } catch (IOException | TrainingException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static InputStream rides(InputStream in, byte[] magic) throws IOException, TrainingException {
        if (!startsWith(magic, 0x1f, 0x8b)) {
            return in;
        }
        try {
            return new GZIPInputStream(in, INFLATE_BUFFER);
        } catch (EOFException e) {
            throw new TrainingException(1, new InputProblem.Truncated("the compressed data is incomplete"));
        } catch (ZipException e) {
            throw new TrainingException(1, new InputProblem.Damaged(String.valueOf(e.getMessage())));
        }
    }

    /// The bytes of the CSV, to be read into arrays. A read throws [EOFException] if compressed data ends too early,
    /// and [ZipException] if it is damaged.
    InputStream rides() {
        return rides;
    }

    /// The file's size in bytes.
    public long size() {
        return size;
    }

    /// The share of the file read so far, 0 to 1.
    double share() throws IOException {
        return rides instanceof ZippedRides zipped ? zipped.share() : Math.min((double) channel.position() / size, 1);
    }

    /// Reads the rest of the file and returns the SHA-256 of the whole file before decompression, in hex. Callable
    /// once.
    ///
    /// @throws IOException if the file cannot be read
    public String sha256() throws IOException {
        file.transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(file.getMessageDigest().digest());
    }

    @Override
    public void close() throws IOException {
        try (file) {
            rides.close();
        }
    }

    private static boolean startsWith(byte[] magic, int first, int second) {
        return magic.length >= 2 && (magic[0] & 0xff) == first && (magic[1] & 0xff) == second;
    }

    /// A stream of a file's bytes that computes the digest piece by piece, while the piece is still in the core's
    /// cache.
    private static final class PiecewiseDigest extends DigestInputStream {
        /// Number of bytes of a piece. Half of a core's cache can contain a piece that is copied, digested and copied
        /// again.
        private static final int PIECE = 1 << 17;

        PiecewiseDigest(InputStream in) {
            super(in, Sha256.create());
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return super.read(bytes, from, Math.min(length, PIECE));
        }
    }
}
