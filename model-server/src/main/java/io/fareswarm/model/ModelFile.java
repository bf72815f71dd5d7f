package io.fareswarm.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.TrainedModel;
import io.fareswarm.files.OutputFailure;
import io.fareswarm.files.OutputFile;
import io.fareswarm.modelfile.ModelDocument;

/// Reader and writer of the file `model.json`.
final class ModelFile {
    /// Maximum size of the file in bytes. A model takes less than a kilobyte.
    private static final int MAX_BYTES = 1 << 20;
    /// Maximum size of a container's termination message in bytes. Kubernetes stores 4 KiB of it, and 12 KiB for all
    /// containers of a pod.
    private static final int MAX_MESSAGE_BYTES = 3 << 10;

    private ModelFile() {}

    /// Writes the file as [OutputFile] does.
    ///
    /// @param provenance facts about the training; null for given weights
    /// @throws OutputFailure if it cannot be written whole
    static void write(OutputFile file, TrainedModel model, @Nullable Provenance provenance) throws OutputFailure {
        file.write(text(model, provenance));
    }

    /// Writes the same content as one line to a container's termination log. The log is mounted as a single file, so it
    /// is written in place.
    ///
    /// @throws IOException if the file cannot be written, or Kubernetes could truncate the message
    static void writeMessage(Path file, TrainedModel model, @Nullable Provenance provenance) throws IOException {
        byte[] message = document(model, provenance).toString().getBytes(StandardCharsets.UTF_8);
        if (message.length > MAX_MESSAGE_BYTES) {
            throw new IOException("%s: expected a model of at most %d bytes as a termination message, found %d"
                    .formatted(file, MAX_MESSAGE_BYTES, message.length));
        }
        new OutputFile(file).writeInPlace(new String(message, StandardCharsets.UTF_8));
    }

    /// The content of the file.
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
    /// @throws BadInput if there is no file, or it contains no valid model
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
        } catch (IOException e) { // the bytes are in memory, so the content is invalid
            throw new BadInput("%s: %s".formatted(file, e.getMessage()));
        }
    }
}
