package io.fareswarm.model.train;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import org.jspecify.annotations.Nullable;

/// Open rides: plain CSV, gzip, or a zip with one file of rides. The first bytes determine the format; the name does not
/// matter.
public final class RideFile implements AutoCloseable {
    /// Size of rides whose end is not known, such as those of a pipe.
    public static final long UNKNOWN_SIZE = -1;
    static final int INFLATE_BUFFER = 1 << 16;

    private final DigestedStream file;
    private final InputStream rides;
    private final @Nullable ZippedRides zip;
    private final long size;

    /// Opener of a zip, which must be a file, because a zip is read from its end and out of order.
    private interface Archive {
        /// @param content all bytes of the zip
        ZippedRides open(InputStream content) throws IOException, TrainingException;
    }

    private RideFile(DigestedStream file, long size, Archive archive) throws IOException, TrainingException {
        this.file = file;
        this.size = size;
        PeekedStream content = new PeekedStream(file);
        FileFormat format = FileFormat.of(content.start());
        if (format == FileFormat.ZIP) {
            zip = archive.open(content);
            try {
                rides = inside(zip, "the zip");
            } catch (TrainingException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } else {
            zip = null;
            rides = format == FileFormat.GZIP ? inside(inflated(content), "the gzip data") : csv(content, format, "");
        }
    }

    /// Opens a regular file.
    ///
    /// @throws TrainingException if the file has another format, or the beginning of compressed data or the directory of a zip
    /// is damaged
    /// @throws IOException if the file cannot be read
    public static RideFile open(Path file) throws IOException, TrainingException {
        // The digest of a zip needs a second pass.
        return open(Files.newInputStream(file), Files.size(file), Long.MAX_VALUE, _ -> ZippedRides.open(file));
    }

    /// Opens a stream, such as standard input or a pipe. A zip is copied into a temporary file without a name; other formats
    /// are read without a copy.
    ///
    /// @param in stream to read; it is closed with this object, or if it cannot be opened
    /// @param temporary directory for the copy of a zip
    /// @param maxBytes maximum number of bytes; more fail with a [TooManyBytesException]
    /// @throws TrainingException as for a file
    /// @throws IOException if the stream cannot be read, or a zip cannot be copied
    public static RideFile open(InputStream in, Path temporary, long maxBytes) throws IOException, TrainingException {
        return open(in, UNKNOWN_SIZE, maxBytes, content -> ZippedRides.copied(content, temporary));
    }

    private static RideFile open(InputStream in, long size, long maxBytes, Archive archive)
            throws IOException, TrainingException {
        try {
            return new RideFile(new DigestedStream(in, maxBytes), size, archive);
        } catch (IOException | TrainingException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static InputStream inside(InputStream data, String where) throws TrainingException {
        PeekedStream content = new PeekedStream(data);
        return csv(content, FileFormat.of(content.start()), " in " + where);
    }

    private static InputStream csv(InputStream content, @Nullable FileFormat format, String where)
            throws TrainingException {
        if (format != null) {
            throw new TrainingException(new InputProblem.OtherFormat(format, where));
        }
        return content;
    }

    private static InputStream inflated(InputStream in) throws IOException, TrainingException {
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

    /// The file's size in bytes, or [#UNKNOWN_SIZE].
    public long size() {
        return size;
    }

    /// The share of the file read so far, 0 to 1; 0 if the size is not known.
    double share() {
        if (zip != null) {
            return zip.share();
        }
        return size == UNKNOWN_SIZE ? 0 : Math.min((double) file.bytesRead() / size, 1);
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
}
