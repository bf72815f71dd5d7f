package io.fareswarm.page;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Locator;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Tests of the files of a run.
class DownloadsIT extends PageTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void everyFileOfARunIsDownloadedAndItsCountsEqualThePages() throws Exception {
        ui().api().run("files", Specs.model("3s", Specs.USERS));
        try (Tab tab = tab()) {
            tab.open("run/default/files/statistics");
            expect(tab.state()).hasText("Passed");
            long requests = tab.awaitAbove("Requests", 0);
            expect(tab.locator("#panel tfoot")).containsText(Long.toString(requests));
            tab.show("downloads");
            expect(tab.locator("#panel tbody tr")).hasCount(8);
            Map<String, String> files = new HashMap<>();
            for (Locator row : tab.locator("#panel tbody tr").all()) {
                files.put(row.locator("th").innerText(), Files.readString(tab.download(row.locator("button"))));
            }
            assertThat(files).containsOnlyKeys("result.json", "result.html", "stats.csv", "history.csv", "junit.xml",
                    "series.json", "latency-valid-ride.hlog", "latency-ride-with-a-field-missing.hlog");

            assertThat(JSON.readTree(files.getOrDefault("result.json", "")).at("/result/requests").asLong())
                    .isEqualTo(requests);
            assertThat(sum(files.getOrDefault("stats.csv", ""), "Aggregated", "Request Count")).isEqualTo(requests);
            assertThat(sum(files.getOrDefault("history.csv", ""), "Aggregated", "Requests")).isEqualTo(requests);
            JsonNode windows = JSON.readTree(files.getOrDefault("series.json", "")).path("windows");
            assertThat(windows.valueStream().mapToLong(window -> window.at("/all/0").asLong()).sum())
                    .isEqualTo(requests);
            assertThat(latencies(files.getOrDefault("latency-valid-ride.hlog", ""))
                    + latencies(files.getOrDefault("latency-ride-with-a-field-missing.hlog", ""))).isEqualTo(requests);
            assertThat(junit(files.getOrDefault("junit.xml", ""))).isEqualTo("2 tests, 0 failures");
            assertThat(files.getOrDefault("result.html", "")).startsWithIgnoringCase("<!doctype html>")
                    .contains(">" + requests + "<");
        }
    }

    @Test
    void aFileOfAStoredRunIsDownloadedFromTheListOfRuns() throws Exception {
        ui().api().run("listed", Specs.model("1s", Specs.USERS));
        try (Tab tab = tab()) {
            tab.open("run/default/listed/runs");
            tab.locator(".files summary").click();
            Path file = tab.download(tab.button("junit.xml"));
            assertThat(junit(Files.readString(file))).isEqualTo("2 tests, 0 failures");
        }
    }

    private static long sum(String csv, String name, String column) throws IOException {
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(csv)) {
            List<NamedCsvRecord> all = rows.stream().filter(row -> row.getField("Name").equals(name)).toList();
            return all.stream().mapToLong(row -> Long.parseLong(row.getField(column))).sum();
        }
    }

    private static long latencies(String log) {
        long count = 0;
        try (HistogramLogReader reader = new HistogramLogReader(
                new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)))) {
            for (EncodableHistogram next = reader.nextIntervalHistogram(); next != null; next = reader
                    .nextIntervalHistogram()) {
                count += ((Histogram) next).getTotalCount();
            }
        }
        return count;
    }

    private static String junit(String xml) throws Exception {
        var suites = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        return "%s tests, %s failures".formatted(suites.getAttribute("tests"), suites.getAttribute("failures"));
    }
}
