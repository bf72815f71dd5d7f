package io.fareswarm.modelfile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.TrainedModel;
import io.fareswarm.api.TrainingFacts;

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

    private static TrainedModel with(TrainingFacts facts) {
        return new TrainedModel(ModelDocument.digest(WEIGHTS), WEIGHTS, new TrainedModel.Rows(3, 2, Map.of()), 1.5, 0.5,
                null, facts, "2026-01-01T00:00:00Z");
    }

    private static TrainingFacts facts(String levels, int columns) {
        return new TrainingFacts(new TrainingFacts.Picture(-74.05, 40.6, -73.75, 40.9, columns, levels),
                new TrainingFacts.Fares(1, List.of(5.25, 0.0), List.of(2L, 0L)),
                new TrainingFacts.Residuals(-1, 1, List.of(1L, 1L)));
    }

    @Test
    void everyDigitOfAPictureIsReadBack() throws Exception {
        for (String levels : List.of("0", "0000", "0120", "9".repeat(1600), "0".repeat(1600))) {
            TrainedModel model = with(facts(levels, 1));
            assertThat(ModelDocument.read(ModelDocument.of(model).toString().getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(model);
        }
    }

    @Test
    void factsBeyondTheirBoundsAreRejected() {
        String good = ModelDocument.of(with(facts("0120", 2))).toString();
        String packed = good.replaceFirst(".*\"packedLevels\":\"([^\"]*)\".*", "$1");
        Map<String, String> broken = Map.of(
                good.replace(packed, "!"), "packedLevels: no base64",
                good.replace(packed, ""), "packedLevels: no packed digits",
                good.replace(packed, "A".repeat(889)), "packedLevels: no packed digits",
                good.replace("\"columns\":2", "\"columns\":3"), "columns: no number of columns that divides",
                good.replace("[5.25,0.0]", "[5.25]"), "fares: 1 means and 2 counts",
                good.replace("[5.25,0.0]", "[5.25,1e999]"), "mean: no finite number",
                good.replace("[1,1]", "[" + "1,".repeat(24) + "1]"), "count: expected 1 to 24 counts, found 25",
                good.replace("[1,1]", "[1,-1]"), "count: expected no negative count",
                good.replace("[1,1]", "[1,0.5]"), "rows: no whole number",
                good.replace("\"west\":-74.05", "\"west\":\"x\""), "west: no finite number");
        broken.forEach((text, problem) -> assertThatThrownBy(
                () -> ModelDocument.read(text.getBytes(StandardCharsets.UTF_8))).hasMessageContaining(problem));
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
