package io.fareswarm.crdgen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CrdFilesTest {
    private static final Path COMMITTED = Path.of("../helm/fareswarm/files/crds");

    static DocComments docs() {
        try {
            return DocComments.read(Path.of("src/main/java/io/fareswarm/api"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theCommittedCrdsAreThoseGeneratedFromTheRecords() throws IOException {
        assertThat(CrdFiles.differences(CrdFiles.generate(docs()), COMMITTED)).isEmpty();
    }

    @Test
    void aChangedOrMissingCrdIsReportedWithTheCommandThatUpdatesIt(@TempDir Path committed) throws IOException {
        Map<String, String> generated = CrdFiles.generate(docs());
        CrdFiles.write(generated, committed);
        Path changed = committed.resolve("loadtests.fareswarm.io-v1.yml");
        Files.writeString(changed, Files.readString(changed).replace("maximum: 1000", "maximum: 1001"));
        Files.delete(committed.resolve("faremodels.fareswarm.io-v1.yml"));

        assertThat(CrdFiles.differences(generated, committed)).satisfiesExactly(
                missing -> assertThat(missing).contains("faremodels", "found no file", "-Dcrds.update"),
                different -> assertThat(different).contains("loadtests", "found a different file", "-Dcrds.update"));
    }
}
