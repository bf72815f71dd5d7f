package io.fareswarm.model.train;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A file of rides: plain, gzip, or a zip with one CSV. What it is, its first bytes say, not its name.
public final class RideFile implements AutoCloseable {
    private static final int INFLATE_BUFFER = 1 << 16;

    private final HashedStream file;
    private final InputStream rides;
    private final long size;

    private RideFile(HashedStream file, InputStream rides, long size) {
        this.file = file;
        this.rides = rides;
        this.size = size;
    }

    /// Opens a file.
    ///
    /// @throws TrainingException when it is compressed and its beginning, or a zip's directory, is damaged
    /// @throws IOException when it cannot be read
    public static RideFile open(Path file) throws IOException, TrainingException {
        byte[] magic;
        try (InputStream in = Files.newInputStream(file)) {
            magic = in.readNBytes(4);
        }
        HashedStream in = new HashedStream(Files.newInputStream(file));
        try {
            // A zip is read from its end and by jumps, so its digest takes a reading of its own.
            return new RideFile(in, startsWith(magic, 'P', 'K') ? unzip(file) : rides(in, magic), Files.size(file));
        } catch (IOException | TrainingException | RuntimeException e) {
            in.close();
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

    /// The rides' bytes. A read that meets the end of compressed data too early throws [EOFException]; one that meets
    /// damage, [ZipException].
    InputStream rides() {
        return rides;
    }

    /// The file's size in bytes.
    public long size() {
        return size;
    }

    /// How much of the file was read so far, 0 to 1.
    double share() {
        return rides instanceof CheckedEntry entry ? entry.share() : Math.min((double) file.passed() / size, 1);
    }

    /// The SHA-256 of the file as it was given, in hex; of what was not read yet, it is read now. To be asked once.
    ///
    /// @throws IOException when it cannot be read
    public String sha256() throws IOException {
        return file.sha256();
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
            // The directory is at the end of a zip: without it, the end is missing.
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

    /// Archivers of one maker add a hidden twin of each file in a folder of their own.
    private static boolean isCsv(ZipEntry entry) {
        return entry.getName().toLowerCase(Locale.ROOT).endsWith(".csv") && !entry.getName().startsWith("__MACOSX/");
    }

    /// An entry's bytes, compared at their end with the checksum in the directory, which [ZipFile] does not do. Closing it
    /// closes the archive.
    private static final class CheckedEntry extends FilterInputStream {
        private final CRC32 checksum = new CRC32();
        private final ZipEntry entry;
        private final ZipFile zip;
        private long passed;

        CheckedEntry(InputStream in, ZipEntry entry, ZipFile zip) {
            super(in);
            this.entry = entry;
            this.zip = zip;
        }

        double share() {
            return Math.min((double) passed / Math.max(entry.getSize(), passed), 1);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = super.read(bytes, from, length);
            if (count > 0) {
                checksum.update(bytes, from, count);
                passed += count;
            } else if (count < 0 && checksum.getValue() != entry.getCrc()) {
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
