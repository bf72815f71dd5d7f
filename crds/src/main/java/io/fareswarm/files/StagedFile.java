package io.fareswarm.files;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// A content that is ready to be written to its file. [#close] without [#commit] leaves the file as it was.
public final class StagedFile implements AutoCloseable {
    private static final String PREFIX = ".fareswarm-";
    private static final String SUFFIX = ".tmp";
    /// Permissions of a new file; the user's umask reduces them.
    private static final Set<PosixFilePermission> NEW = PosixFilePermissions.fromString("rw-rw-rw-");
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private final Path path;
    private final @Nullable Path temporary;
    private final LastStep commit;

    /// The last step of writing a file.
    @FunctionalInterface
    interface LastStep {
        void run() throws IOException;
    }

    private StagedFile(Path path, @Nullable Path temporary, LastStep commit) {
        this.path = path;
        this.temporary = temporary;
        this.commit = commit;
    }

    /// A file that is written only when it is committed.
    static StagedFile direct(Path path, LastStep write) {
        return new StagedFile(path, null, write);
    }

    /// A file that a temporary file beside it replaces.
    static StagedFile replacing(Path path, Destination.Replaced to, OutputFile.Content content) throws IOException {
        PosixFileAttributes before = to.before();
        Path temporary = Files.createTempFile(to.directory(), PREFIX, SUFFIX,
                PosixFilePermissions.asFileAttribute(before == null ? NEW : PRIVATE));
        try {
            write(temporary, content);
            if (before != null) {
                takeOver(before, temporary);
            }
            return new StagedFile(path, temporary, () -> Files.move(temporary, to.file(),
                    StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
        } catch (Throwable e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    private static void write(Path file, OutputFile.Content content) throws IOException {
        try (FileOutputStream stored = new FileOutputStream(file.toFile());
                OutputStream out = new BufferedOutputStream(stored)) {
            content.writeTo(out);
            out.flush();
            stored.getFD().sync(); // some file systems report a full disk only here
        }
    }

    /// Gives a new file the permissions of an old one and, as far as this user may, its owner and group.
    private static void takeOver(PosixFileAttributes before, Path file) throws IOException {
        PosixFileAttributes now = Files.readAttributes(file, PosixFileAttributes.class);
        if (!now.owner().equals(before.owner()) || !now.group().equals(before.group())) {
            try {
                Files.setAttribute(file, "posix:owner", before.owner());
                Files.setAttribute(file, "posix:group", before.group());
            } catch (IOException e) {
                // Only root may give a file away; the file then belongs to this user.
            }
        }
        Files.setPosixFilePermissions(file, before.permissions());
    }

    /// Whether the file is replaced by a rename, which needs no more room.
    public boolean isReplacing() {
        return temporary != null;
    }

    /// Writes the file.
    ///
    /// @throws OutputFailure if it cannot be written whole
    public void commit() throws OutputFailure {
        try {
            commit.run();
        } catch (IOException e) {
            throw new OutputFailure(path, e);
        }
    }

    /// Removes the temporary file of a file that was not committed.
    ///
    /// @throws OutputFailure if it cannot be removed
    @Override
    public void close() throws OutputFailure {
        if (temporary != null) {
            try {
                Files.deleteIfExists(temporary); // after a commit, no file has this name
            } catch (IOException e) {
                throw new OutputFailure(temporary, e);
            }
        }
    }
}
