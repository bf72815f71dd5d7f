package io.fareswarm.operator.kubernetes.models;

import java.io.IOException;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fareswarm.api.TrainedModel;

/// Reader and writer of `model.json`, which a trainer writes and a server reads.
final class ModelJson {
    private static final String VERSION_FIELD = "schemaVersion";
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private ModelJson() {}

    static String of(TrainedModel model) {
        ObjectNode text = JsonNodeFactory.instance.objectNode().put(VERSION_FIELD, VERSION);
        text.setAll((ObjectNode) JSON.valueToTree(model));
        return text + "\n";
    }

    /// @throws IOException for text that is not a model of this version
    static TrainedModel read(String text) throws IOException {
        JsonNode content = JSON.readTree(text);
        if (content.path(VERSION_FIELD).asInt() != VERSION) {
            throw new IOException("expected a model with %s %d, found %s".formatted(VERSION_FIELD, VERSION,
                    content.path(VERSION_FIELD)));
        }
        return JSON.treeToValue(content, TrainedModel.class);
    }
}
