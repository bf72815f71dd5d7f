package io.fareswarm.modelfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.TrainedModel;
import io.fareswarm.digest.Sha256;

/// The JSON form of `model.json`: `schemaVersion`, the fields of a [TrainedModel], and the provenance of its
/// training, which readers ignore.
public final class ModelDocument {
    private static final String VERSION_FIELD = "schemaVersion";
    /// Version of the form. It increases when a reader of the old form would misread the new one.
    private static final int VERSION = 1;
    /// Reads and writes JSON trees only. Binding to records would triple the time that a short process spends on its
    /// model.
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ModelDocument() {}

    /// SHA-256 over the weights as big-endian doubles, in hex: the identity of a model's predictions.
    public static String digest(List<Double> weights) {
        ByteBuffer bytes = ByteBuffer.allocate(weights.size() * Double.BYTES);
        weights.forEach(bytes::putDouble);
        return HexFormat.of().formatHex(Sha256.create().digest(bytes.array()));
    }

    /// The model of given weights, which has no rows and no figures.
    ///
    /// @param now time of its creation
    public static TrainedModel given(List<Double> weights, Instant now) {
        return new TrainedModel(digest(weights), weights, null, null, null, null, null,
                now.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /// Returns a model's document, to which a caller may add its provenance.
    public static ObjectNode of(TrainedModel model) {
        ObjectNode document = JSON.createObjectNode().put(VERSION_FIELD, VERSION).put("digest", model.digest());
        ArrayNode weights = document.putArray("weights");
        model.weights().forEach(weights::add);
        TrainedModel.Rows rows = model.rows();
        if (rows != null) {
            ObjectNode dropped = document.putObject("rows").put("read", rows.read()).put("used", rows.used())
                    .putObject("dropped");
            rows.dropped().forEach(dropped::put);
        }
        putIfPresent(document, "rmse", model.rmse());
        putIfPresent(document, "mae", model.mae());
        putIfPresent(document, "r2", model.r2());
        if (model.facts() != null) {
            FactsDocument.add(document, model.facts());
        }
        return document.put("trainedAt", model.trainedAt());
    }

    private static void putIfPresent(ObjectNode document, String name, @Nullable Double value) {
        if (value != null) {
            document.put(name, value);
        }
    }

    /// Reads a document and checks its version, its weights and its digest.
    ///
    /// @throws IOException if the text is not a document of this version, has not three finite weights, or has a digest
    /// of other weights
    public static TrainedModel read(byte[] bytes) throws IOException {
        try {
            JsonNode document = JSON.readTree(bytes);
            if (!document.isObject()) {
                throw notAModel("no object");
            }
            return model(document);
        } catch (JsonProcessingException e) {
            throw notAModel(e.getOriginalMessage());
        }
    }

    private static TrainedModel model(JsonNode document) throws IOException {
        JsonNode version = document.path(VERSION_FIELD);
        if (!version.isInt() || version.intValue() != VERSION) {
            throw new IOException("expected %s %d, found %s; train again with this version".formatted(VERSION_FIELD,
                    VERSION, version.isMissingNode() ? "none" : version));
        }
        List<Double> weights = new ArrayList<>();
        document.path("weights").forEach(weight -> weights.add(weight.isNumber() ? weight.doubleValue() : Double.NaN));
        if (weights.size() != 3 || weights.stream().anyMatch(weight -> !Double.isFinite(weight))) {
            throw new IOException("expected three finite weights, found %s; train again".formatted(weights));
        }
        String digest = document.path("digest").asText();
        String expected = digest(weights);
        if (!expected.equals(digest)) {
            throw new IOException(
                    "expected the digest %s of its weights, found %s; the file was changed after training, train again"
                            .formatted(expected, digest));
        }
        return new TrainedModel(digest, weights, rows(document.path("rows")), number(document, "rmse"),
                number(document, "mae"), number(document, "r2"), FactsDocument.read(document),
                document.path("trainedAt").asText());
    }

    private static TrainedModel.@Nullable Rows rows(JsonNode rows) throws IOException {
        if (rows.isMissingNode() || rows.isNull()) {
            return null;
        }
        Map<String, Long> dropped = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> reason : rows.path("dropped").properties()) {
            dropped.put(reason.getKey(), count(reason.getValue()));
        }
        return new TrainedModel.Rows(count(rows.path("read")), count(rows.path("used")), dropped);
    }

    static long count(JsonNode rows) throws IOException {
        if (!rows.isIntegralNumber() || !rows.canConvertToLong()) {
            throw notAModel("rows: no whole number");
        }
        return rows.longValue();
    }

    private static @Nullable Double number(JsonNode document, String name) throws IOException {
        JsonNode value = document.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isNumber()) {
            throw notAModel(name + ": no number");
        }
        return value.doubleValue();
    }

    static IOException notAModel(String found) {
        return new IOException("expected a model as JSON, found something else: %s; train again".formatted(found));
    }
}
