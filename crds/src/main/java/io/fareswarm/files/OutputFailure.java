package io.fareswarm.files;

import java.io.IOException;
import java.nio.file.Path;

import io.fareswarm.message.FailureCause;

/// A file that cannot be written. The message has the path as the user gave it, and the cause in plain words.
public final class OutputFailure extends IOException {
    OutputFailure(Path path, String cause) {
        super(message(path, cause));
    }

    /// @param path path as the user gave it
    public OutputFailure(Path path, IOException cause) {
        super(message(path, FailureCause.of(cause)), cause);
    }

    private static String message(Path path, String cause) {
        String name = path.toString().equals(OutputFile.STANDARD_OUTPUT) ? "standard output" : path.toString();
        return "%s cannot be written: %s".formatted(name, cause);
    }
}
