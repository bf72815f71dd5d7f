package io.fareswarm.files;

import java.io.IOException;
import java.nio.file.Path;

import io.fareswarm.message.FailureCause;

/// A file that cannot be written or deleted. The message has the path as the user gave it, and the cause in plain words.
public final class OutputFailure extends IOException {
    private OutputFailure(String message, IOException cause) {
        super(message, cause);
    }

    OutputFailure(Path path, String cause) {
        super(message(path, cause));
    }

    /// @param path path as the user gave it
    public OutputFailure(Path path, IOException cause) {
        super(message(path, FailureCause.of(cause)), cause);
    }

    static OutputFailure undeleted(Path path, IOException cause) {
        return new OutputFailure("%s cannot be deleted: %s".formatted(path, FailureCause.of(cause)), cause);
    }

    private static String message(Path path, String cause) {
        String name = path.toString().equals(OutputFile.STANDARD_OUTPUT) ? "standard output" : path.toString();
        return "%s cannot be written: %s".formatted(name, cause);
    }
}
