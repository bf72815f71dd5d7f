package io.fareswarm.operator.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class ReportDirectoryTest {
    private static final Map<String, String> FIRST = Map.of("result.json", "first", "junit.xml", "first",
            "latency-first.hlog", "first");
    private static final Map<String, String> SECOND = Map.of("result.json", "second", "junit.xml", "second",
            "latency-second.hlog", "second");

    @TempDir
    Path folder = Path.of("");

    private List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return List.copyOf(new TreeSet<>(files.map(file -> file.getFileName().toString()).toList()));
        }
    }

    @Test
    void aReportLeavesNoFileOfAnEarlierOneAndAllFilesOfTheUser() throws Exception {
        Files.writeString(folder.resolve("notes.txt"), "mine");
        Files.writeString(folder.resolve("result.json.part"), "mine");
        ReportDirectory directory = new ReportDirectory(folder);
        directory.replace(FIRST);
        directory.replace(SECOND);
        directory.deleteExcept(SECOND.keySet());
        assertThat(names()).containsExactly("junit.xml", "latency-second.hlog", "notes.txt", "result.json",
                "result.json.part");
        assertThat(folder.resolve("result.json")).hasContent("second");
        directory.clear();
        assertThat(names()).containsExactly("notes.txt", "result.json.part");
    }

    @Test
    void aReportThatCannotBeWrittenKeepsTheEarlierOneWholeAndNamesThePath() throws Exception {
        ReportDirectory directory = new ReportDirectory(folder);
        directory.replace(FIRST);
        Files.createDirectory(folder.resolve("latency-second.hlog"));
        assertThatThrownBy(() -> directory.replace(SECOND)).hasMessage(
                folder.resolve("latency-second.hlog")
                        + " cannot be written: it is a directory; give the name of a file");
        assertThat(names()).containsExactly("junit.xml", "latency-first.hlog", "latency-second.hlog", "result.json");
        assertThat(folder.resolve("result.json")).hasContent("first");
    }

    @Test
    void aReportThatDoesNotFitOnItsDiskKeepsTheEarlierOneWhole() throws Exception {
        assumeTrue(new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.toString()).start()
                .waitFor() == 0, "needs root");
        try {
            ReportDirectory directory = new ReportDirectory(folder);
            directory.replace(FIRST);
            Map<String, String> large = new LinkedHashMap<>(SECOND);
            large.put("series.json", "x".repeat(100_000));
            assertThatThrownBy(() -> directory.replace(large))
                    .hasMessage(folder.resolve("series.json") + " cannot be written: the disk is full");
            assertThat(names()).containsExactly("junit.xml", "latency-first.hlog", "result.json");
            assertThat(folder.resolve("result.json")).hasContent("first");
        } finally {
            assertThat(new ProcessBuilder("umount", folder.toString()).start().waitFor()).isZero();
        }
    }

    @Test
    void aReportIsCreatedWithItsDirectory() throws Exception {
        Path nested = folder.resolve("a/b");
        new ReportDirectory(nested).replace(FIRST);
        assertThat(nested.resolve("result.json")).hasContent("first");
        new ReportDirectory(folder.resolve("none")).clear();
        assertThat(folder.resolve("none")).doesNotExist();
    }
}
