package io.fareswarm.model.train;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import org.jspecify.annotations.Nullable;

import io.fareswarm.message.FailureCause;

/// The bytes of the one file of rides in a zip. At their end it compares the checksum with the directory's, because
/// [ZipFile] does not. Closing the stream closes the archive.
final class ZippedRides extends CheckedInputStream {
    private final ZipEntry member;
    private final ZipFile zip;
    private long bytesRead;

    private ZippedRides(ZipFile zip, ZipEntry member) throws IOException {
        super(new BufferedInputStream(zip.getInputStream(member), RideFile.INFLATE_BUFFER), new CRC32());
        this.member = member;
        this.zip = zip;
    }

    /// Opens the only file in a zip, whatever its name is, or the only one that is named `.csv`.
    ///
    /// @throws TrainingException if there is no such file, or it cannot be read
    static ZippedRides open(Path file) throws IOException, TrainingException {
        ZipFile zip = archive(file);
        try {
            return new ZippedRides(zip, rides(zip));
        } catch (IOException | TrainingException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /// Opens a copy of a zip, and deletes the name of the copy. The content disappears when the stream is closed.
    ///
    /// @param content all bytes of the zip
    /// @param directory directory for the copy
    static ZippedRides copied(InputStream content, Path directory) throws IOException, TrainingException {
        Path file = Files.createTempFile(directory, "fareswarm-zip", ".tmp");
        file.toFile().deleteOnExit(); // deletes it also if a signal ends the process while it is written
        try {
            try (OutputStream out = Files.newOutputStream(file)) {
                content.transferTo(out);
            } catch (TooManyBytesException e) {
                throw e;
            } catch (IOException e) {
                throw new IOException("expected to keep a copy of the zip in %s, found %s; give it more room"
                        .formatted(directory, FailureCause.of(e)), e);
            }
            return open(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static ZipFile archive(Path file) throws IOException, TrainingException {
        try {
            return named(file, StandardCharsets.UTF_8);
        } catch (ZipException e) {
            try {
                return named(file, StandardCharsets.ISO_8859_1); // decodes any name
            } catch (ZipException _) {
                throw new TrainingException(1, ZipFault.of(file, String.valueOf(e.getMessage())));
            }
        }
    }

    private static ZipFile named(Path file, Charset names) throws IOException {
        return new ZipFile(file.toFile(), names);
    }

    private static ZipEntry rides(ZipFile zip) throws TrainingException {
        List<? extends ZipEntry> files = zip.stream().filter(ZippedRides::isFile).toList();
        if (files.size() == 1) {
            return files.getFirst();
        }
        List<? extends ZipEntry> csvs = files.stream().filter(ZippedRides::isCsv).toList();
        if (csvs.size() == 1) {
            return csvs.getFirst();
        }
        FileFormat document = document(zip);
        if (document != null) {
            throw new TrainingException(new InputProblem.OtherFormat(document, ""));
        }
        throw new TrainingException(new InputProblem.NotOneCsv(QuotedNames.of(
                (csvs.isEmpty() ? files : csvs).stream().map(ZipEntry::getName).toList())));
    }

    /// The format of a document that consists of several files in a zip; null if the zip is an ordinary one.
    private static @Nullable FileFormat document(ZipFile zip) {
        if (zip.getEntry("[Content_Types].xml") != null) {
            return FileFormat.EXCEL;
        }
        return zip.getEntry("mimetype") != null && zip.getEntry("META-INF/manifest.xml") != null
                ? FileFormat.OPEN_DOCUMENT
                : null;
    }

    /// Whether a member is a file of the user's. macOS adds a metadata file for each file, with the same name in a folder
    /// of its own.
    private static boolean isFile(ZipEntry member) {
        return !member.isDirectory() && !member.getName().startsWith("__MACOSX/");
    }

    private static boolean isCsv(ZipEntry member) {
        return member.getName().toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    /// The share of the rides read so far, 0 to 1.
    double share() {
        return Math.min((double) bytesRead / Math.max(member.getSize(), bytesRead), 1);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int count = super.read(bytes, from, length);
        if (count > 0) {
            bytesRead += count;
        } else if (count < 0 && getChecksum().getValue() != member.getCrc()) {
            throw new ZipException("the checksum of %s is wrong".formatted(QuotedNames.shortened(member.getName())));
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
