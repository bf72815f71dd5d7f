package io.fareswarm.crdgen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CrdFilesTest {
    private static final List<Path> COMMITTED = List.of(CrdFiles.onClassPath(Path.of("src/main/resources")),
            Path.of("../helm/fareswarm/files/crds"));

    static CrdGenerator crds() {
        try {
            return new CrdGenerator(DocComments.read(Path.of("src/main/java/io/fareswarm/api")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theCommittedCrdsAreWhatTheRecordsGive(@TempDir Path generated) throws IOException {
        CrdFiles.generate(crds(), generated);

        assertThat(CrdFiles.differences(COMMITTED, generated)).isEmpty();
    }

    @Test
    void aChangedOrMissingCrdIsNamedInEachFolder(@TempDir Path committed, @TempDir Path chart, @TempDir Path generated)
            throws IOException {
        CrdFiles.generate(crds(), committed);
        CrdFiles.generate(crds(), chart);
        CrdFiles.generate(crds(), generated);
        Path changed = chart.resolve(CrdFiles.fileName("loadtests"));
        Files.writeString(changed, Files.readString(changed).replace("maximum: 1000", "maximum: 1001"));
        Files.delete(committed.resolve(CrdFiles.fileName("faremodels")));

        assertThat(CrdFiles.differences(List.of(committed, chart), generated)).satisfiesExactly(
                missing -> assertThat(missing).contains(committed.toString(), "faremodels", "found no such file"),
                different -> assertThat(different).contains(chart.toString(), "loadtests", "found another"));
    }
}
