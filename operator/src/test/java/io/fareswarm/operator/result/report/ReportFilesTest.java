package io.fareswarm.operator.result.report;

import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.Result;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.result.RandomRun;
import io.fareswarm.operator.result.ResultAccumulator;
import io.fareswarm.operator.result.Runs;
import io.fareswarm.protocol.AddressReport;
import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.text.ProgramLocale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class ReportFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void resultJsonHasTheStatusFieldsAtTheTopLevelAndIsReadBackAsWritten() throws Exception {
        LoadTestStatus status = Runs.status();
        String text = ResultJson.of("default", "taxi-rush", Runs.spec(), status,
                Objects.requireNonNull(status.result()).errors(), List.of());
        JsonNode file = JSON.readTree(text);

        List<String> fields = new ArrayList<>();
        file.fieldNames().forEachRemaining(fields::add);
        assertThat(fields).containsExactly("schemaVersion", "namespace", "name", "phase", "verdict", "run", "target",
                "workers", "result", "otherFailures", "thresholds", "conditions", "spec");
        assertThat(file.get("schemaVersion").asInt()).isEqualTo(1);
        assertThat(file.get("phase").asText()).isEqualTo("Finished");
        assertThat(file.get("verdict").asText()).isEqualTo("Failed");
        assertThat(file.at("/result/latencyMs/p50").asDouble()).isEqualTo(750.079);
        assertThat(file.at("/result/tasks/1").has("latencyMs")).isFalse();
        assertThat(file.at("/spec/load/users/wait/between/max").asText()).isEqualTo("5s");
        assertThat(JSON.treeToValue(file.get("result"), Result.class)).isEqualTo(status.result());
        assertThat(JSON.treeToValue(file.get("spec"), LoadTestSpec.class)).isEqualTo(Runs.spec());
        assertThat(text).startsWith("""
                {
                  "schemaVersion" : 1,
                  "namespace" : "default",
                """).endsWith("}\n").doesNotContain("null");
    }

    @Test
    void theRequestsByAddressAreInResultJsonAndInAResultHtmlThatNamesTheRest() throws Exception {
        ResultAccumulator results = new ResultAccumulator(List.of("ride"));
        results.add("one", RandomRun.report(WorkerState.Running, List.of(new IntervalReport(
                Span.of(0, IntervalReport.RunPart.measured), 1, HistogramReport.of(0),
                List.of(new TaskReport("ride", new TaskReport.Counts(1, 0, 0, Map.of("200", 2L, "503", 1L), Map.of()),
                        TaskReport.Drain.NONE, RandomRun.histogram(1, 1, 1), RandomRun.histogram(1, 1, 1))),
                List.of(),
                List.of(new AddressReport("10.0.0.1", 2, 1), new AddressReport(AddressReport.OTHERS, 1, 0)))),
                null));
        LoadTestStatus known = Runs.status();
        LoadTestStatus status = new LoadTestStatus(1L, known.phase(), known.verdict(), known.run(), known.target(),
                known.workers(), results.measured().result(1_000_000_000), known.thresholds(), known.conditions(), null,
                null, null);
        Map<String, String> files = ReportFiles.of("default", "taxi-rush", Runs.spec(), Runs.tasks(), status,
                results.measured(), Duration.ofSeconds(1), Series.of(0, List.of(), results.measured()));
        assertThat(JSON.readTree(files.get(ReportFiles.RESULT)).get("addresses")).isEqualTo(JSON.readTree("""
                [{"address": "10.0.0.1", "requests": 2, "failures": 1},
                 {"address": "others", "requests": 1, "failures": 0}]"""));
        assertThat(files.get(ReportFiles.HTML)).contains("<h2>Addresses</h2>",
                "10.0.0.1</th><td class=\"n\">2</td><td class=\"n\">66.7%</td><td class=\"n\">1</td>",
                "other addresses</th>");
        assertThat(files().get(ReportFiles.HTML)).doesNotContain("<h2>Addresses</h2>");
    }

    @Test
    void resultJsonHasAHundredErrorsAndTheNumberOfFailuresWithOthers() throws Exception {
        MergedResult measured = Runs.manyErrors();
        LoadTestStatus status = Runs.status(measured.result(Runs.ELAPSED_NANOS));
        JsonNode file = JSON.readTree(ReportFiles.of("default", "taxi-rush", Runs.spec(), Runs.tasks(), status,
                measured, Duration.ofSeconds(1), Series.of(0, List.of(), measured)).get("result.json"));

        assertThat(Objects.requireNonNull(status.result()).errors()).hasSize(10);
        assertThat(file.at("/result/failures").asLong()).isEqualTo(measured.samples(null).counts().failures());
        List<Long> counts = file.at("/result/errors").valueStream().map(error -> error.path("count").asLong()).toList();
        assertThat(counts).hasSize(100).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(file.at("/result/errors").findValuesAsText("detail")).doesNotContain("other")
                .doesNotHaveDuplicates();
        assertThat(file.path("otherFailures").asLong())
                .isEqualTo(file.at("/result/failures").asLong()
                        - counts.stream().mapToLong(Long::longValue).sum())
                .isPositive();
    }

    @Test
    void statsCsvHasLocustsColumns() {
        assertThat(StatsCsv.of(Runs.tasks(), Runs.measured(), Runs.ELAPSED_NANOS).replace("\r\n", "\n")).isEqualTo(
                """
                        Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%
                        POST,valid ride,1500,2,750.079,750.5,1,1500,150,150,0.2,750.079,990.207,1125.375,1200.127,1350.655,1425.407,1470.463,1485.823,1499.135,1500,1500
                        GET,"'=HYPERLINK(""x""), \u001b[31m<b>",0,0,0,0,0,0,0,0,0,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A
                        ,Aggregated,1500,2,750.079,750.5,1,1500,150,150,0.2,750.079,990.207,1125.375,1200.127,1350.655,1425.407,1470.463,1485.823,1499.135,1500,1500
                        """);
    }

    @Test
    void junitXmlHasATestCaseForEachThresholdAndOneForTheMeasurement() throws Exception {
        String xml = JUnitXml.of("taxi-rush", Runs.status(), Optional.empty(), "", Duration.ofMillis(10_250));

        assertThat(xml).isEqualTo(
                """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <testsuites name="fareswarm" tests="3" failures="1" errors="0" skipped="0" time="10.250">
                          <testsuite name="taxi-rush" tests="3" failures="1" errors="0" skipped="0" time="10.250" timestamp="2026-01-01T00:00:01Z">
                            <testcase classname="fareswarm.taxi-rush" name="measurement is valid" time="0"/>
                            <testcase classname="fareswarm.taxi-rush" name="errors" time="0"/>
                            <testcase classname="fareswarm.taxi-rush" name="p99 &amp; &quot;tail&quot;" time="0"><failure type="Failed" message="expected &lt;= 250ms, observed 1485ms"/></testcase>
                          </testsuite>
                        </testsuites>
                        """);
        parse(xml);
    }

    @Test
    void junitXmlSaysHowTheRunEnded() throws Exception {
        Document document = parse(JUnitXml.of("taxi", Runs.status(), Optional.empty(),
                "the run was stopped early <\u0007>", Duration.ofSeconds(3)));
        assertThat(document.getElementsByTagName("system-out").item(0).getTextContent())
                .isEqualTo("the run was stopped early <\ufffd>");
    }

    @Test
    void junitXmlIsValidXmlWithAnyCharactersInNames() throws Exception {
        String name = "tab\t line\n return\r quote\" <&> nul\u0000 escape\u001b \uD800 \uFFFF 😀";
        LoadTestStatus status = new LoadTestStatus(null, Phase.Finished, Verdict.Invalid, null, null, null, null,
                List.of(new ThresholdResult(name, "1%", "<= 1%", true, null, null)), null, null, null, null);
        Document document = parse(JUnitXml.of("taxi", status, Optional.of("late \u0007"), "", Duration.ZERO));

        Element measurement = (Element) document.getElementsByTagName("testcase").item(0);
        assertThat(((Element) measurement.getElementsByTagName("failure").item(0)).getAttribute("message"))
                .isEqualTo("late \uFFFD");
        assertThat(((Element) document.getElementsByTagName("testcase").item(1)).getAttribute("name"))
                .isEqualTo("tab  line  return  quote\" <&> nul\uFFFD escape\uFFFD \uFFFD \uFFFD 😀");
    }

    private static Map<String, String> files() {
        return ReportFiles.of("default", "taxi-rush", Runs.spec(), Runs.tasks(), Runs.status(),
                Runs.twoMinutes(), Duration.ofMinutes(2), Series.of(0, List.of(), Runs.twoMinutes()));
    }

    @Test
    void theFilesOfAProgramAreTheSameInEveryLocaleOfTheMachine() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ROOT);
            Map<String, String> files = files();
            Locale.setDefault(Locale.of("ar", "EG"));
            assertThat("%d".formatted(7)).isEqualTo("\u0667");
            ProgramLocale.set();
            assertThat(files()).isEqualTo(files);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void theLeastImportantFilesAreLeftOutIfNotAllFit() {
        Map<String, String> files = files();
        assertThat(files.keySet()).containsExactly("result.json", "junit.xml", "stats.csv", "series.json",
                "history.csv",
                "result.html", "latency-valid-ride.hlog", "latency--HYPERLINK-x-31m-b-.hlog");

        long all = files.entrySet().stream()
                .mapToLong(file -> file.getKey().length() + file.getValue().getBytes(UTF_8).length).sum();
        assertThat(ReportFiles.fitting(files, all)).isEqualTo(files);
        assertThat(ReportFiles.fitting(files, all - 1)).hasSize(7)
                .doesNotContainKey("latency--HYPERLINK-x-31m-b-.hlog");
        assertThat(ReportFiles.fitting(files, 10_000).keySet()).containsExactly("result.json", "junit.xml",
                "stats.csv");
    }

    @Test
    void aRunInPhaseErrorIsAJUnitError() throws Exception {
        LoadTestStatus status = new LoadTestStatus(null, Phase.Error, null, null, null, null, null, null, null, null,
                null, null);
        Document document = parse(
                JUnitXml.of("taxi", status, Optional.of("expected 2 ready workers, found 0"), "", Duration.ZERO));

        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(suite.getAttribute("failures")).isEqualTo("0");
        assertThat(((Element) document.getElementsByTagName("error").item(0)).getAttribute("message"))
                .isEqualTo("expected 2 ready workers, found 0");
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
