package io.fareswarm.model.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A downloaded file with the expected digest. Closing it deletes the file.
public record DownloadedFile(Path file) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
