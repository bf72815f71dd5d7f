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

/// Opens a file of rides: plain, gzip, or a zip with one CSV. What it is, its first bytes say, not its name.
final class RideFile {
    private static final int INFLATE_BUFFER = 1 << 16;

    private RideFile() {}

    /// The rides' bytes. A read that meets the end of compressed data too early throws [EOFException]; one that meets
    /// damage, [ZipException].
    static InputStream open(Path file) throws IOException, TrainingException {
        byte[] magic;
        try (InputStream in = Files.newInputStream(file)) {
            magic = in.readNBytes(4);
        }
        if (startsWith(magic, 'P', 'K')) {
            return unzip(file);
        }
        InputStream in = Files.newInputStream(file);
        if (!startsWith(magic, 0x1f, 0x8b)) {
            return in;
        }
        try {
            return new GZIPInputStream(in, INFLATE_BUFFER);
        } catch (EOFException e) {
            in.close();
            throw new TrainingException(1, new Problem.Truncated("the compressed data is incomplete"));
        } catch (ZipException e) {
            in.close();
            throw new TrainingException(1, new Problem.Damaged(String.valueOf(e.getMessage())));
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
            throw new TrainingException(1, new Problem.Truncated(String.valueOf(e.getMessage())));
        }
        try {
            List<? extends ZipEntry> csvs = Collections.list(zip.entries()).stream().filter(RideFile::isCsv).toList();
            if (csvs.size() != 1) {
                throw new TrainingException(new Problem.NotOneCsv(
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

        CheckedEntry(InputStream in, ZipEntry entry, ZipFile zip) {
            super(in);
            this.entry = entry;
            this.zip = zip;
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
