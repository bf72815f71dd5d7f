package io.fareswarm.operator.local;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fareswarm.operator.ui.ResourceKey;

import static org.assertj.core.api.Assertions.assertThat;

class StoredRunsTest {
    @TempDir
    Path folder = Path.of("");

    private void store(String directory, String namespace, int run) throws Exception {
        Path report = Files.createDirectories(folder.resolve(directory));
        Files.writeString(report.resolve("result.json"),
                "{\"namespace\": \"%s\", \"name\": \"rush\", \"run\": {\"number\": %d}}".formatted(namespace, run));
    }

    @Test
    void aNewRunReplacesNoReportOfASameNamedTestInAnotherNamespace() throws Exception {
        assertThat(StoredRuns.unused(folder, "rush", 1)).isEqualTo(folder.resolve("rush/run-1"));
        store("rush/run-1", "team", 1);
        assertThat(StoredRuns.unused(folder, "rush", 1)).isEqualTo(folder.resolve("rush/run-1-2"));
        store("rush/run-1-2", "default", 1);
        assertThat(StoredRuns.unused(folder, "rush", 1)).isEqualTo(folder.resolve("rush/run-1-3"));
        assertThat(StoredRuns.unused(folder, "rush", 2)).isEqualTo(folder.resolve("rush/run-2"));

        StoredRuns stored = new StoredRuns();
        assertThat(stored.read(folder)).hasSize(2);
        for (String namespace : new String[]{"team", "default"}) {
            ResourceKey test = new ResourceKey("LoadTest", namespace, "rush");
            assertThat(stored.last(test)).isEqualTo(1);
            assertThat(stored.file(test, 1, "result.json")).hasValueSatisfying(
                    text -> assertThat(text).contains("\"" + namespace + "\""));
        }
    }
}
