package io.fareswarm.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fareswarm.api.TrainedModel;
import io.fareswarm.api.TrainingFacts;
import io.fareswarm.files.OutputFile;
import io.fareswarm.model.train.DropReason;
import io.fareswarm.model.train.Holdout;
import io.fareswarm.model.train.TrainingResult;
import io.fareswarm.modelfile.ModelDocument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelFileTest {
    private static final List<Double> WEIGHTS = List.of(147.18210116623817, 77.0724130187767, 6.392624605022959);
    private static final TrainingFacts FACTS = new TrainingFacts(
            new TrainingFacts.Picture(-74.05, 40.6, -73.75, 40.9, 3, "001290"),
            new TrainingFacts.Fares(1, List.of(5.25, 0.0), List.of(2L, 0L)),
            new TrainingFacts.Residuals(-1, 1, List.of(1L, 1L)));
    private static final TrainedModel MODEL = new TrainedModel(ModelDocument.digest(WEIGHTS), WEIGHTS,
            new TrainedModel.Rows(3, 2, Map.of("MissingField", 1L)), 1.5, 0.5, null, FACTS, "2026-01-01T00:00:00Z");
    private static final Provenance PROVENANCE = new Provenance("ab".repeat(32), new Holdout(0.25, 7),
            new TrainingResult.HeldOut(1, 2.5, 1.25, -0.5));

    @TempDir
    Path folder = Path.of("");

    @Test
    void aWrittenModelIsReadBack() throws Exception {
        Path file = folder.resolve("model.json");
        ModelFile.write(new OutputFile(file), MODEL, PROVENANCE);
        assertThat(ModelFile.read(file)).isEqualTo(MODEL);
    }

    @Test
    void theFormatOfTheModelFileIsStable() throws Exception {
        assertThat(ModelFile.text(MODEL, PROVENANCE)).isEqualTo(new String(Objects
                .requireNonNull(ModelFileTest.class.getResourceAsStream("/model.json")).readAllBytes(),
                StandardCharsets.UTF_8));
    }

    @Test
    void aModelFileInTheStableFormatIsRead() throws Exception {
        Path file = Path.of(Objects.requireNonNull(ModelFileTest.class.getResource("/model.json")).toURI());
        assertThat(ModelFile.read(file)).isEqualTo(MODEL);
    }

    @Test
    void aTerminationMessageIsTheSameModelOnOneLine() throws Exception {
        Path message = folder.resolve("message");
        ModelFile.writeMessage(message, MODEL, PROVENANCE);
        assertThat(ModelFile.read(message)).isEqualTo(MODEL);
        assertThat(message).content().doesNotContain("\n");
    }

    @Test
    void aModelFileWithoutFactsIsRead() throws Exception {
        TrainedModel earlier = new TrainedModel(MODEL.digest(), WEIGHTS, MODEL.rows(), 1.5, 0.5, null, null,
                "2026-01-01T00:00:00Z");
        Path file = folder.resolve("model.json");
        ModelFile.write(new OutputFile(file), earlier, PROVENANCE);
        assertThat(file).content().doesNotContain("facts");
        assertThat(ModelFile.read(file)).isEqualTo(earlier);
    }

    @Test
    void theLargestModelFitsIntoATerminationMessage() throws Exception {
        double longest = -Double.MIN_NORMAL; // 24 characters
        long most = 1_000_000_000; // the maximum of --max-rows
        List<Double> weights = Collections.nCopies(3, longest);
        TrainingFacts facts = new TrainingFacts(
                new TrainingFacts.Picture(-74.05, 40.6, -73.75, 40.9, 40, "9".repeat(1600)),
                new TrainingFacts.Fares(1, Collections.nCopies(20, -99_999.99), Collections.nCopies(20, most)),
                new TrainingFacts.Residuals(-8, 1, Collections.nCopies(24, most)));
        Map<String, Long> dropped = Arrays.stream(DropReason.values())
                .collect(Collectors.toMap(DropReason::reason, _ -> most));
        TrainedModel largest = new TrainedModel(ModelDocument.digest(weights), weights,
                new TrainedModel.Rows(most, most, dropped), longest, longest, longest, facts, "2026-01-01T00:00:00Z");
        Path message = folder.resolve("message");
        ModelFile.writeMessage(message, largest, new Provenance("ab".repeat(32),
                new Holdout(1 / 81.0, Long.MIN_VALUE),
                new TrainingResult.HeldOut(most, longest, longest, longest)));
        assertThat(Files.size(message)).isLessThan(3 << 10);
        assertThat(ModelFile.read(message)).isEqualTo(largest);
    }

    @Test
    void aModelThatKubernetesWouldTruncateIsNotWrittenAsTerminationMessage() throws Exception {
        Map<String, Long> reasons = IntStream.range(0, 200).boxed()
                .collect(Collectors.toMap(i -> "Reason" + (1000 + i), i -> 1_000L));
        TrainedModel wordy = new TrainedModel(ModelDocument.digest(WEIGHTS), WEIGHTS,
                new TrainedModel.Rows(3, 2, reasons), 1.5, 0.5, null, null, "2026-01-01T00:00:00Z");
        Path message = Files.writeString(folder.resolve("message"), "as it was");
        assertThatThrownBy(() -> ModelFile.writeMessage(message, wordy, null)).isInstanceOf(IOException.class)
                .hasMessageContaining("expected a model of at most 3072 bytes as a termination message, found ");
        assertThat(message).hasContent("as it was");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            147.18      | 148.18        | expected the digest
            "digest"    | "digset"      | expected the digest
            6.39262     | "x",          | three finite weights
            [           | [ 1.0,        | three finite weights
            "weights"   | "other"       | three finite weights
            : 1,        | : 2,          | schemaVersion 1, found 2
            schemaV     | v             | schemaVersion 1, found
            }           | } }           | JSON
            {           | [             | JSON
            """)
    void aFileChangedAfterTrainingIsRejected(String from, String to, String message) throws Exception {
        Path file = folder.resolve("model.json");
        ModelFile.write(new OutputFile(file), MODEL, PROVENANCE);
        String content = Files.readString(file);
        assertThat(content).contains(from);
        Files.writeString(file, content.replace(from, to));
        assertThatThrownBy(() -> ModelFile.read(file)).isInstanceOf(BadInput.class).hasMessageContaining(message);
    }

    @Test
    void aFileThatIsAbsentEmptyOrNoModelIsRejected() throws Exception {
        assertThatThrownBy(() -> ModelFile.read(folder.resolve("none"))).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> ModelFile.read(Files.createFile(folder.resolve("empty"))))
                .isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> ModelFile.read(Files.writeString(folder.resolve("list"), "[1]")))
                .isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> ModelFile.read(Files.write(folder.resolve("big"), new byte[2_000_000])))
                .isInstanceOf(BadInput.class).hasMessageContaining("2000000");
    }
}
