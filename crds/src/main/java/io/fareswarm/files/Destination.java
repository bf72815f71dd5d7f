package io.fareswarm.files;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;

import org.jspecify.annotations.Nullable;

/// Where a path leads to, after all symbolic links.
sealed interface Destination {
    /// Links that a path may have one after the other, as in Linux.
    int MOST_LINKS = 40;

    /// A regular file, or a name that no file has yet.
    ///
    /// @param before attributes of the regular file; null for a new name
    record Replaced(Path file, @Nullable PosixFileAttributes before) implements Destination {
        Path directory() {
            return directoryOf(file);
        }
    }

    /// A file that other programs read while it is written: a device, a FIFO, a socket, or an open file in `/proc`.
    record WrittenThrough(Path file) implements Destination {}

    /// Standard output or standard error of this process.
    record Open(FileDescriptor descriptor) implements Destination {}

    /// Finds the destination of a path.
    ///
    /// @throws OutputFailure for a directory, a missing directory, a loop of links, or a file that this user may not write
    static Destination of(Path given) throws OutputFailure {
        if (given.toString().equals(OutputFile.STANDARD_OUTPUT)) {
            return new Open(FileDescriptor.out);
        }
        try {
            Path path = given;
            for (int links = 0; links <= MOST_LINKS; links++) {
                Path directory = directoryOf(path).toRealPath();
                if (!Files.isSymbolicLink(path)) {
                    return of(given, path);
                }
                if (directory.startsWith("/proc") && directory.endsWith("fd")) {
                    return opened(directory, path);
                }
                path = path.resolveSibling(Files.readSymbolicLink(path));
            }
            throw new OutputFailure(given, "its symbolic links form a loop");
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new OutputFailure(given, "there is no directory " + e.getFile());
        } catch (OutputFailure e) {
            throw e;
        } catch (IOException e) {
            throw new OutputFailure(given, e);
        }
    }

    private static Destination of(Path given, Path path) throws IOException {
        PosixFileAttributes before;
        try {
            before = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return new Replaced(path, null);
        }
        if (before.isDirectory()) {
            throw new OutputFailure(given, "it is a directory; give the name of a file");
        }
        if (!Files.isWritable(path)) {
            throw new OutputFailure(given, "permission denied");
        }
        return before.isRegularFile() ? new Replaced(path, before) : new WrittenThrough(path);
    }

    /// An open file of a process. It stays the file that the process opened, also if its link shows a regular file.
    private static Destination opened(Path directory, Path path) throws IOException {
        boolean isOurs = directory.equals(Path.of("/proc/self/fd").toRealPath());
        if (isOurs && path.endsWith("1")) {
            return new Open(FileDescriptor.out);
        }
        return isOurs && path.endsWith("2") ? new Open(FileDescriptor.err) : new WrittenThrough(path);
    }

    private static Path directoryOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }
}
