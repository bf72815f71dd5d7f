package io.fareswarm.operator.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import io.fareswarm.message.FailureCause;

/// The rides that the models of a command are trained on. Standard input, a FIFO or a pipe can be read once and by this process
/// only, so it is copied into a temporary file, which every training reads.
///
/// @param file the file to read
/// @param name name in messages and on the page
/// @param isCopy whether the file is deleted at the end
public record LocalRides(Path file, String name, boolean isCopy) implements AutoCloseable {
    private static final String STANDARD_INPUT = "-";
    /// Maximum number of bytes to copy; that of a training.
    private static final long MAX_BYTES = 64L << 30;
    private static final int BUFFER = 1 << 16;

    /// Opens the rides of `--data`, and waits for the end of a stream.
    ///
    /// @throws BadInput if they cannot be read or copied
    public static LocalRides of(Path given) throws BadInput {
        boolean isInput = isStandardInput(given);
        Path path = given.toAbsolutePath().normalize();
        // The files of /dev and /proc are others in the process of a training.
        if (!isInput && Files.isRegularFile(given) && !path.startsWith("/dev") && !path.startsWith("/proc")) {
            return new LocalRides(given, given.toString(), false);
        }
        String name = isInput ? "standard input" : given.toString();
        try (InputStream in = isInput ? System.in : Files.newInputStream(given)) {
            Path copy = Files.createTempFile("fareswarm-rides", ".tmp");
            copy.toFile().deleteOnExit(); // deletes it also if a signal ends the process
            LocalRides rides = new LocalRides(copy, name, true);
            try {
                rides.copy(in);
            } catch (IOException | BadInput e) {
                rides.close();
                throw e;
            }
            return rides;
        } catch (IOException e) {
            throw new BadInput(
                    "--data %s: expected rides that can be read and copied into %s, found: %s".formatted(given,
                            System.getProperty("java.io.tmpdir"), FailureCause.of(e)));
        }
    }

    /// Whether the path stands for standard input.
    public static boolean isStandardInput(Path given) {
        return given.toString().equals(STANDARD_INPUT);
    }

    private void copy(InputStream in) throws IOException, BadInput {
        byte[] buffer = new byte[BUFFER];
        long copied = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                copied += count;
                if (copied > MAX_BYTES) {
                    throw new BadInput("--data %s: expected at most %d bytes, found more".formatted(name, MAX_BYTES));
                }
                out.write(buffer, 0, count);
            }
        }
    }

    /// A message of a training, with the name in place of the copy's path.
    String named(String message) {
        return message.replace(file.toString(), name);
    }

    @Override
    public void close() throws BadInput {
        if (isCopy) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new BadInput("--data %s: its copy %s cannot be deleted: %s".formatted(name, file,
                        FailureCause.of(e)));
            }
        }
    }
}
