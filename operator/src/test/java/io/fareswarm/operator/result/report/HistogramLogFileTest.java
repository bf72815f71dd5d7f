package io.fareswarm.operator.result.report;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogProcessor;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.result.Runs;

import static org.assertj.core.api.Assertions.assertThat;

/// Reads the logs with HdrHistogram's own programs.
class HistogramLogFileTest {
    private static final Instant BARRIER = Instant.parse("2026-01-01T00:00:01.5Z");

    @TempDir
    Path folder = Path.of("");

    private static String log() {
        MergedResult measured = Runs.twoMinutes();
        Map<String, String> files = HistogramLogFile.of(measured.tasks(), measured.timeline(), BARRIER);
        assertThat(files).containsOnlyKeys("latency-valid-ride.hlog", "latency--HYPERLINK-x-31m-b-.hlog");
        return Objects.requireNonNull(files.get("latency-valid-ride.hlog"));
    }

    @Test
    void theReaderReadsEveryWindowAndTheirSumHasTheRunsPercentiles() throws Exception {
        var log = new ByteArrayInputStream(log().getBytes(StandardCharsets.UTF_8));
        Histogram sum = new Histogram(3);
        int windows = 0;
        try (HistogramLogReader reader = new HistogramLogReader(log)) {
            while (reader.hasNext()) {
                Histogram window = (Histogram) reader.nextIntervalHistogram();
                assertThat(window.getTag()).isEqualTo("valid-ride");
                assertThat(window.getStartTimeStamp()).isEqualTo(BARRIER.toEpochMilli() + 1000L * windows);
                assertThat(window.getEndTimeStamp() - window.getStartTimeStamp()).isEqualTo(1000);
                sum.add(window);
                windows++;
            }
            assertThat(reader.getStartTimeSec()).isEqualTo(BARRIER.toEpochMilli() / 1e3);
        }

        var latency = Runs.twoMinutes().samples("valid ride").latency();
        assertThat(windows).isEqualTo(120);
        assertThat(sum.getTotalCount()).isEqualTo(latency.count());
        assertThat(sum.getValueAtPercentile(99)).isEqualTo(latency.percentileMicros(99));
    }

    @Test
    void theProcessorConvertsTheLogToTables() throws Exception {
        Path file = Files.writeString(folder.resolve("in.hlog"), log());
        Thread processor = new HistogramLogProcessor(new String[]{"-i", file.toString(), "-o",
                folder.resolve("out").toString(), "-tag", "valid-ride", "-outputValueUnitRatio", "1000"});
        processor.start();
        processor.join();

        assertThat(Files.readAllLines(folder.resolve("out"))).filteredOn(line -> line.matches("[0-9.]+: I:.*"))
                .hasSize(120);
        assertThat(folder.resolve("out.hgrm")).content().contains("Total count    =        12000");
    }

    @Test
    void tasksWhoseNamesDifferOnlyInInvalidCharactersGetDifferentFiles() {
        assertThat(HistogramLogFile.names(List.of("a b", "a-b", "a/b", "A-b", "../x", "é", "a-b-2")))
                .containsExactly("a-b", "a-b-2", "a-b-3", "A-b-4", "..-x", "-", "a-b-2-2");
    }
}
