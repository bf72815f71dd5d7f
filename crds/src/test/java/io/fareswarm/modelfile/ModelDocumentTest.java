package io.fareswarm.modelfile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.TrainedModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelDocumentTest {
    private static final List<Double> WEIGHTS = List.of(147.18210116623817, 77.0724130187767, 6.392624605022959);

    @Test
    void theDigestCoversTheWeightsAsBigEndianDoubles() {
        // Computed with sha256sum over the 24 bytes.
        assertThat(ModelDocument.digest(WEIGHTS))
                .isEqualTo("5485ccc789ccc54e61a459cb990acb9c64f41396b2803be8de0cc60696b24812");
    }

    @Test
    void aDocumentIsReadBackWithoutItsAddedFacts() throws Exception {
        TrainedModel model = new TrainedModel(ModelDocument.digest(WEIGHTS), WEIGHTS,
                new TrainedModel.Rows(3, 2, Map.of("MissingField", 1L)), 1.5, 0.5, null, null, "2026-01-01T00:00:00Z");
        ObjectNode document = ModelDocument.of(model).put("fact", true);
        assertThat(ModelDocument.read(document.toString().getBytes(StandardCharsets.UTF_8))).isEqualTo(model);
    }

    @Test
    void aFigureOfTheWrongTypeIsRejectedAndNotTreatedAsAbsent() {
        TrainedModel model = new TrainedModel(ModelDocument.digest(WEIGHTS), WEIGHTS,
                new TrainedModel.Rows(3, 2, Map.of("MissingField", 1L)), 1.5, 0.5, null, null, "2026-01-01T00:00:00Z");
        for (String wrong : List.of("\"rmse\":\"low\"", "\"rows\":{\"read\":\"3\",\"used\":2}", "\"rows\":5",
                "\"rows\":{\"read\":3,\"used\":2,\"dropped\":{\"MissingField\":0.5}}")) {
            String name = wrong.substring(1, wrong.indexOf('"', 1));
            ObjectNode document = ModelDocument.of(model);
            document.remove(name);
            String text = document.toString().replaceFirst("}$", "," + wrong + "}");
            assertThatThrownBy(() -> ModelDocument.read(text.getBytes(StandardCharsets.UTF_8)))
                    .hasMessageStartingWith("expected a model as JSON, found something else: " + name);
        }
    }
}
