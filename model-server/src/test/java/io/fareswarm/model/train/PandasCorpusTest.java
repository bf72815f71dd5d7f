package io.fareswarm.model.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Compares the trainer with pandas on several hundred small files, recorded by `model-server/parity/record-training`.
class PandasCorpusTest {
    /// Names of the files that are intentionally treated differently; docs/model-server.md lists the differences.
    private static final Set<String> OTHERWISE = Set.of("two rows", "two byte order marks", "a missing header");
    private static final Percentage EQUAL = Percentage.withPercentage(1e-7);

    @TempDir
    Path folder = Path.of("");

    private static List<JsonNode> cases() throws Exception {
        List<JsonNode> cases = new ArrayList<>();
        try (var in = Objects.requireNonNull(PandasCorpusTest.class.getResourceAsStream("/pandas-corpus.json"))) {
            new ObjectMapper().readTree(in).forEach(cases::add);
        }
        return cases;
    }

    @Test
    void theCorpusIsReadAsPandasReadIt() throws Exception {
        SoftAssertions all = new SoftAssertions();
        List<JsonNode> cases = cases();
        assertThat(cases).hasSizeGreaterThan(300);
        for (JsonNode node : cases) {
            String name = node.get("name").textValue();
            Path file = Files.writeString(folder.resolve("rides.csv"), node.get("content").textValue());
            if (OTHERWISE.contains(name)) {
                continue;
            }
            for (int block : new int[]{1 << 20, 300}) {
                check(all, name + " in blocks of " + block, node.get("seen"), file, block);
            }
        }
        all.assertAll();
    }

    private void check(SoftAssertions all, String name, JsonNode seen, Path path, int block) throws Exception {
        try (RideFile file = RideFile.open(path)) {
            TrainingResult fit = new Trainer(1, folder, Holdout.NONE).csv(file, 10_000_000, (_, _) -> {},
                    block);
            if (seen.has("error")) {
                all.fail("%s: expected an error, as pandas has %s, found %s", name, seen.get("error"), fit);
                return;
            }
            all.assertThat(List.of(fit.read(), fit.used())).as(name)
                    .isEqualTo(List.of(seen.get("read").longValue(), seen.get("used").longValue()));
            double[] weights = {fit.longitude(), fit.latitude(), fit.constant()};
            for (int i = 0; i < weights.length; i++) {
                all.assertThat(weights[i]).as(name).isCloseTo(seen.get("weights").get(i).doubleValue(), EQUAL);
            }
            all.assertThat(fit.rmse()).as(name).isCloseTo(seen.get("rmse").doubleValue(), EQUAL);
            all.assertThat(fit.mae()).as(name).isCloseTo(seen.get("mae").doubleValue(), EQUAL);
        } catch (TrainingException e) {
            if (!seen.has("error")) {
                all.fail("%s: expected %s, found %s", name, seen, e.getMessage());
            }
        }
    }

    @Test
    void intendedDifferencesFromPandasAreInTheCorpus() throws Exception {
        Stream<String> names = cases().stream().map(node -> node.get("name").textValue());
        assertThat(names).containsAll(OTHERWISE);
    }
}
