package io.fareswarm.model.train;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import io.fareswarm.digest.Sha256;

/// An open file of rides: plain CSV, gzip, or a zip with one CSV. The first bytes determine the format; the name does
/// not matter.
public final class RideFile implements AutoCloseable {
    private static final int INFLATE_BUFFER = 1 << 16;

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
            return new RideFile(channel, in, startsWith(magic, 'P', 'K') ? unzip(file) : rides(in, magic));
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
        return rides instanceof CheckedEntry entry ? entry.share() : Math.min((double) channel.position() / size, 1);
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

    private static InputStream unzip(Path file) throws IOException, TrainingException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            // A zip's directory is at its end, so a zip without directory is cut off.
            throw new TrainingException(1, new InputProblem.Truncated(String.valueOf(e.getMessage())));
        }
        try {
            List<? extends ZipEntry> csvs = Collections.list(zip.entries()).stream().filter(RideFile::isCsv).toList();
            if (csvs.size() != 1) {
                throw new TrainingException(new InputProblem.NotOneCsv(
                        csvs.stream().limit(10).map(entry -> BlockParser.shown(entry.getName())).toList()));
            }
            ZipEntry csv = csvs.getFirst();
            return new CheckedEntry(new BufferedInputStream(zip.getInputStream(csv), INFLATE_BUFFER), csv, zip);
        } catch (IOException | TrainingException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /// Whether a zip entry is a CSV file. macOS adds a metadata file for each file, with the same name in a folder of
    /// its own.
    private static boolean isCsv(ZipEntry entry) {
        return entry.getName().toLowerCase(Locale.ROOT).endsWith(".csv") && !entry.getName().startsWith("__MACOSX/");
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

    /// The bytes of a zip entry. At their end it compares the checksum with the directory's, because [ZipFile] does
    /// not. Closing the stream closes the archive.
    private static final class CheckedEntry extends CheckedInputStream {
        private final ZipEntry entry;
        private final ZipFile zip;
        private long bytesRead;

        CheckedEntry(InputStream in, ZipEntry entry, ZipFile zip) {
            super(in, new CRC32());
            this.entry = entry;
            this.zip = zip;
        }

        double share() {
            return Math.min((double) bytesRead / Math.max(entry.getSize(), bytesRead), 1);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = super.read(bytes, from, length);
            if (count > 0) {
                bytesRead += count;
            } else if (count < 0 && getChecksum().getValue() != entry.getCrc()) {
                throw new ZipException("the checksum of %s is wrong".formatted(entry.getName()));
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            try (zip) {
                super.close();
            }
        }
    }
}
