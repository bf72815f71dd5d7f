package io.fareswarm.api.crd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fareswarm.api.Fareswarm;

import static org.assertj.core.api.Assertions.assertThat;

class CrdFilesTest {
    private static final Path COMMITTED = Path.of("src/main/resources");

    @Test
    void theCommittedCrdsAreWhatTheRecordsGive(@TempDir Path generated) throws IOException {
        CrdFiles.generate(generated);

        assertThat(CrdFiles.differences(COMMITTED, generated)).isEmpty();
    }

    @Test
    void aChangedOrMissingCrdIsNamed(@TempDir Path committed, @TempDir Path generated) throws IOException {
        CrdFiles.generate(committed);
        CrdFiles.generate(generated);
        Path changed = committed.resolve(Fareswarm.crdResource("loadtests"));
        Files.writeString(changed, Files.readString(changed).replace("maximum: 1000", "maximum: 1001"));
        Files.delete(committed.resolve(Fareswarm.crdResource("faremodels")));

        assertThat(CrdFiles.differences(committed, generated)).satisfiesExactly(
                missing -> assertThat(missing).contains("faremodels", "found no such file"),
                different -> assertThat(different).contains("loadtests", "found another"));
    }
}
