package io.fareswarm.files;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that a user asks for by its path.
///
/// A regular file or a new name gets its whole content at once: a temporary file beside it is written, and renamed. A failure
/// leaves the file as it was. An existing file keeps its permissions. Of a symbolic link, the file that it leads to is written,
/// and the link stays. A device, a FIFO, a socket or an open file such as `/dev/stdout` is opened and written. The path `-` is
/// standard output.
public record OutputFile(Path path) {
    /// Path of standard output.
    public static final String STANDARD_OUTPUT = "-";

    private static final int SOCKET = 0140000;
    private static final int FILE_TYPE = 0170000;

    /// Writer of a content.
    @FunctionalInterface
    public interface Content {
        /// Writes the whole content. Does not close the stream.
        void writeTo(OutputStream out) throws IOException;

        /// A text in UTF-8.
        static Content of(String text) {
            return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// Whether the content goes to standard output or standard error of this process.
    ///
    /// @throws OutputFailure if the path leads to nothing that can be written
    public boolean isStream() throws OutputFailure {
        return Destination.of(path) instanceof Destination.Open;
    }

    /// Checks that the file can be written, without a change to anything. Long work calls this before its start.
    ///
    /// @throws OutputFailure if it cannot
    public void check() throws OutputFailure {
        if (Destination.of(path) instanceof Destination.Replaced replaced) {
            checkDirectory(replaced.directory());
        }
    }

    private void checkDirectory(Path directory) throws OutputFailure {
        if (!Files.isWritable(directory)) {
            throw new OutputFailure(path, "permission denied for a new file in "
                    + (directory.toString().isEmpty() ? "the current directory" : directory));
        }
    }

    /// Writes a text in UTF-8.
    ///
    /// @throws OutputFailure if it cannot be written whole
    public void write(String text) throws OutputFailure {
        write(Content.of(text));
    }

    /// Writes a content.
    ///
    /// @throws OutputFailure if it cannot be written whole
    public void write(Content content) throws OutputFailure {
        try (StagedFile staged = stage(content)) {
            staged.commit();
        }
    }

    /// Prepares to write a content, so that several files can be replaced together. Nothing at the path changes yet.
    ///
    /// @throws OutputFailure if the temporary file cannot be written whole
    public StagedFile stage(Content content) throws OutputFailure {
        try {
            return switch (Destination.of(path)) {
                case Destination.Replaced replaced -> {
                    checkDirectory(replaced.directory());
                    yield StagedFile.replacing(path, replaced, content);
                }
                case Destination.WrittenThrough(Path file) -> StagedFile.direct(path, () -> through(file, content));
                case Destination.Open(var descriptor) -> StagedFile.direct(path, () -> {
                    System.out.flush();
                    System.err.flush();
                    @SuppressWarnings("resource") // the descriptor stays open
                    FileOutputStream out = new FileOutputStream(descriptor);
                    content.writeTo(out);
                });
            };
        } catch (OutputFailure e) {
            throw e;
        } catch (IOException e) {
            throw new OutputFailure(path, e);
        }
    }

    /// Writes a text into the file in place: for a file that is mounted or shared, which no rename may replace.
    ///
    /// @throws OutputFailure if it cannot be written whole
    public void writeInPlace(String text) throws OutputFailure {
        try {
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new OutputFailure(path, e);
        }
    }

    private static void through(Path file, Content content) throws IOException {
        boolean isSocket = ((int) Files.getAttribute(file, "unix:mode") & FILE_TYPE) == SOCKET;
        try (OutputStream out = isSocket
                ? Channels.newOutputStream(SocketChannel.open(UnixDomainSocketAddress.of(file)))
                // An open regular file in /proc gets the content at its end, as after `>>`.
                : Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            content.writeTo(out);
        }
    }

    /// Deletes a file; of a symbolic link, the link.
    ///
    /// @throws OutputFailure if it cannot be deleted
    public static void delete(Path file) throws OutputFailure {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw OutputFailure.undeleted(file, e);
        }
    }
}
