package io.fareswarm.page;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

import static org.assertj.core.api.Assertions.assertThat;

/// The files of a run's report.
///
/// @param contents text of each file, by its name
public record RunFiles(Map<String, String> contents) {
    private static final JsonMapper JSON = new JsonMapper();

    public RunFiles { contents = Map.copyOf(contents); }

    /// Downloads every file that a run's tab of downloads lists.
    ///
    /// @param tab that shows this tab
    public static RunFiles download(Tab tab) throws IOException {
        Map<String, String> contents = new HashMap<>();
        for (Locator row : tab.locator("#panel tbody tr").all()) {
            contents.put(row.locator("th").innerText(), Files.readString(tab.download(row.locator("button"))));
        }
        return new RunFiles(contents);
    }

    /// The text of a file; empty without it.
    public String file(String name) {
        return contents.getOrDefault(name, "");
    }

    /// Parses each file, and asserts that all of them count the same requests.
    public void assertRequests(long requests) throws IOException {
        assertThat(JSON.readTree(file("result.json")).at("/result/requests").asLong()).isEqualTo(requests);
        assertThat(sum(file("stats.csv"), "Request Count")).isEqualTo(requests);
        assertThat(sum(file("history.csv"), "Requests")).isEqualTo(requests);
        JsonNode windows = JSON.readTree(file("series.json")).path("windows");
        assertThat(windows.valueStream().mapToLong(window -> window.at("/all/0").asLong()).sum()).isEqualTo(requests);
        assertThat(contents.keySet().stream().filter(name -> name.endsWith(".hlog"))
                .mapToLong(name -> latencies(file(name))).sum()).isEqualTo(requests);
        assertThat(file("result.html")).startsWithIgnoringCase("<!doctype html>").contains(">" + requests + "<");
    }

    /// The sum of a column over the rows of all tasks together.
    private static long sum(String csv, String column) throws IOException {
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(csv)) {
            List<NamedCsvRecord> all = rows.stream().filter(row -> row.getField("Name").equals("Aggregated")).toList();
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

    /// The numbers of tests and failures of a JUnit report.
    public static String junit(String xml) throws Exception {
        var suites = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        return "%s tests, %s failures".formatted(suites.getAttribute("tests"), suites.getAttribute("failures"));
    }
}
