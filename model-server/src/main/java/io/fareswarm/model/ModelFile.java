package io.fareswarm.model;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.TrainedModel;
import io.fareswarm.model.digest.Sha256;

/// `model.json`: a [TrainedModel] and the version of this form.
public final class ModelFile {
    /// Raised when a reader of the old form would misread the new one.
    static final int SCHEMA_VERSION = 1;
    private static final String VERSION_FIELD = "schemaVersion";
    /// A model takes under a kilobyte; more than this is another kind of file.
    private static final int LARGEST = 1 << 20;
    /// Kubernetes keeps 4 KiB of a container's message, and 12 KiB of a pod's containers together.
    private static final int LARGEST_MESSAGE = 3 << 10;

    private ModelFile() {}

    /// SHA-256 over the weights as big-endian doubles, in hex: the name of what a model computes.
    public static String digest(List<Double> weights) {
        ByteBuffer bytes = ByteBuffer.allocate(weights.size() * Double.BYTES);
        weights.forEach(bytes::putDouble);
        return HexFormat.of().formatHex(Sha256.begin().digest(bytes.array()));
    }

    /// Writes the file whole or not at all: into a neighbour first, which then takes its place.
    ///
    /// @param provenance null for weights that were given
    static void write(Path file, TrainedModel model, @Nullable Provenance provenance) throws IOException {
        Path neighbour = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(neighbour, text(model, provenance));
            Files.move(neighbour, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(neighbour);
        }
    }

    /// Writes the same content on one line into a container's termination log: plainly into the file that is there, as
    /// it is mounted by itself and has no neighbours.
    ///
    /// @throws IOException when it cannot be written, or is longer than what Kubernetes surely keeps
    static void writeMessage(Path file, TrainedModel model, @Nullable Provenance provenance) throws IOException {
        byte[] message = write(model, provenance, null).getBytes(StandardCharsets.UTF_8);
        if (message.length > LARGEST_MESSAGE) {
            throw new IOException("%s: expected a model of at most %d bytes as a termination message, found %d"
                    .formatted(file, LARGEST_MESSAGE, message.length));
        }
        Files.write(file, message);
    }

    /// The file's content.
    static String text(TrainedModel model, @Nullable Provenance provenance) throws IOException {
        return write(model, provenance, new DefaultPrettyPrinter()) + '\n';
    }

    /// Written field by field: to wake up Jackson's mapper for it takes as long as training on a hundred megabytes.
    private static String write(TrainedModel model, @Nullable Provenance provenance, @Nullable PrettyPrinter layout)
            throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).setPrettyPrinter(layout)) {
            json.writeStartObject();
            json.writeNumberField(VERSION_FIELD, SCHEMA_VERSION);
            json.writeStringField("digest", model.digest());
            json.writeArrayFieldStart("weights");
            for (double weight : model.weights()) {
                json.writeNumber(weight);
            }
            json.writeEndArray();
            TrainedModel.Rows rows = model.rows();
            if (rows != null) {
                json.writeObjectFieldStart("rows");
                json.writeNumberField("read", rows.read());
                json.writeNumberField("used", rows.used());
                json.writeObjectFieldStart("dropped");
                for (Map.Entry<String, Long> reason : rows.dropped().entrySet()) {
                    json.writeNumberField(reason.getKey(), reason.getValue());
                }
                json.writeEndObject();
                json.writeEndObject();
            }
            writeIfPresent(json, "rmse", model.rmse());
            writeIfPresent(json, "mae", model.mae());
            writeIfPresent(json, "r2", model.r2());
            json.writeStringField("trainedAt", model.trainedAt());
            if (provenance != null) {
                provenance.write(json);
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void writeIfPresent(JsonGenerator json, String name, @Nullable Double value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }

    /// Reads a model's digest, weights and time, to be served.
    ///
    /// @throws BadInput when it is not there, is no model, or its digest is not that of its weights
    /// @throws IOException when it cannot be read
    static TrainedModel read(Path file) throws IOException, BadInput {
        if (!Files.isRegularFile(file)) {
            throw new BadInput(
                    "expected a model file, found none at %s; make one with: train --out %s".formatted(file, file));
        }
        if (Files.size(file) > LARGEST) {
            throw new BadInput(
                    "%s: expected a model of under %d bytes, found %d; give the file that train wrote".formatted(file,
                            LARGEST, Files.size(file)));
        }
        TrainedModel model = read(file, Files.readAllBytes(file));
        check(file, model);
        return model;
    }

    /// What is served of a model; the facts of its training stay in the file. Read from tokens, as a server that is to
    /// start fast does not wake up Jackson's mapper for it.
    private static TrainedModel read(Path file, byte[] bytes) throws BadInput {
        Map<String, String> texts = new HashMap<>();
        List<Double> weights = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw notAModel(file, "no object");
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                if (json.nextToken() == JsonToken.START_ARRAY && name.equals("weights")) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        weights.add(json.currentToken().isNumeric() ? json.getDoubleValue() : Double.NaN);
                        json.skipChildren();
                    }
                } else if (json.currentToken().isScalarValue()) {
                    texts.put(name, json.getText());
                }
                json.skipChildren();
            }
            if (json.nextToken() != null) {
                throw notAModel(file, "more after it");
            }
        } catch (IOException e) { // in memory, so for what it reads
            throw notAModel(file, String.valueOf(e instanceof JsonProcessingException broken
                    ? broken.getOriginalMessage()
                    : e.getMessage()));
        }
        String version = texts.getOrDefault(VERSION_FIELD, "none");
        if (!version.equals(String.valueOf(SCHEMA_VERSION))) {
            throw new BadInput("%s: expected %s %d, found %s; train again with this version".formatted(file,
                    VERSION_FIELD, SCHEMA_VERSION, version));
        }
        return new TrainedModel(texts.getOrDefault("digest", ""), weights, null, null, null, null,
                texts.getOrDefault("trainedAt", ""));
    }

    private static BadInput notAModel(Path file, String found) {
        return new BadInput(
                "%s: expected a model as JSON, found something else: %s; train again".formatted(file, found));
    }

    private static void check(Path file, TrainedModel model) throws BadInput {
        List<Double> weights = model.weights();
        if (weights.size() != 3 || weights.stream().anyMatch(weight -> !Double.isFinite(weight))) {
            throw new BadInput("%s: expected three finite weights, found %s; train again".formatted(file, weights));
        }
        if (!digest(weights).equals(model.digest())) {
            throw new BadInput(
                    "%s: expected the digest %s of its weights, found %s; the file was changed after training, train again"
                            .formatted(file, digest(weights), model.digest()));
        }
    }
}
