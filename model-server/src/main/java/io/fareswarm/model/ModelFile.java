package io.fareswarm.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.TrainedModel;
import io.fareswarm.modelfile.ModelDocument;

/// `model.json` on disk.
final class ModelFile {
    /// A model takes under a kilobyte; a larger file is something else.
    private static final int MAX_BYTES = 1 << 20;
    /// Kubernetes stores 4 KiB of a container's termination message, and 12 KiB of all containers of a pod.
    private static final int MAX_MESSAGE_BYTES = 3 << 10;

    private ModelFile() {}

    /// Writes the file atomically: into a neighbouring file first, which then replaces it.
    ///
    /// @param provenance null for given weights
    static void write(Path file, TrainedModel model, @Nullable Provenance provenance) throws IOException {
        Path neighbour = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(neighbour, text(model, provenance));
            Files.move(neighbour, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(neighbour);
        }
    }

    /// Writes the same content as one line into a container's termination log, in place: the log is mounted as a single
    /// file.
    ///
    /// @throws IOException when the file cannot be written, or Kubernetes could cut the message off
    static void writeMessage(Path file, TrainedModel model, @Nullable Provenance provenance) throws IOException {
        byte[] message = document(model, provenance).toString().getBytes(StandardCharsets.UTF_8);
        if (message.length > MAX_MESSAGE_BYTES) {
            throw new IOException("%s: expected a model of at most %d bytes as a termination message, found %d"
                    .formatted(file, MAX_MESSAGE_BYTES, message.length));
        }
        Files.write(file, message);
    }

    /// The file's content.
    static String text(TrainedModel model, @Nullable Provenance provenance) {
        return document(model, provenance).toPrettyString() + '\n';
    }

    private static ObjectNode document(TrainedModel model, @Nullable Provenance provenance) {
        ObjectNode document = ModelDocument.of(model);
        if (provenance != null) {
            provenance.addTo(document);
        }
        return document;
    }

    /// Reads a model.
    ///
    /// @throws BadInput when there is no file, or it holds no valid model
    /// @throws IOException when the file cannot be read
    static TrainedModel read(Path file) throws IOException, BadInput {
        if (!Files.isRegularFile(file)) {
            throw new BadInput(
                    "expected a model file, found none at %s; make one with: train --out %s".formatted(file, file));
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new BadInput(
                    "%s: expected a model of under %d bytes, found %d; give the file that train wrote".formatted(file,
                            MAX_BYTES, Files.size(file)));
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            return ModelDocument.read(bytes);
        } catch (IOException e) { // from memory, so the content is at fault
            throw new BadInput("%s: %s".formatted(file, e.getMessage()));
        }
    }
}
