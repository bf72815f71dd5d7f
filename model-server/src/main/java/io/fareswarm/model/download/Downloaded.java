package io.fareswarm.model.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that was fetched and checked; closing it deletes it.
public record Downloaded(Path file) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
