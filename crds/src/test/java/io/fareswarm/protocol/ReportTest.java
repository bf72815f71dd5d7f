package io.fareswarm.protocol;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.IntervalReport.Span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReportTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final IntervalReport INTERVAL = new IntervalReport(Span.of(3, RunPart.measured), 7,
            HistogramReport.of(120),
            List.of(new TaskReport("ride", new TaskReport.Counts(1, 2, 300, Map.of("200", 4L), Map.of(250_000L, 3L)),
                    new TaskReport.Drain(1, 0, 1), HistogramReport.of(900), HistogramReport.NONE)),
            List.of(new ErrorReport("ride", ErrorReport.Kind.timeout, "late", 1, "GET /",
                    ErrorReport.Seen.at(3))),
            List.of(new AddressReport("10.0.0.1", 3, 1), new AddressReport("fd00:0:0:0:0:0:0:7", 1, 0),
                    new AddressReport(AddressReport.OTHERS, 0, 0)));
    private static final Report REPORT = new Report(
            new WorkerStatus(5, true, WorkerState.Running, null, null, null), List.of(INTERVAL),
            INTERVAL,
            60_000_000);

    @Test
    void aReportIsUnchangedAfterAJsonRoundTrip() throws Exception {
        assertThat(JSON.readValue(JSON.writeValueAsBytes(REPORT), Report.class)).isEqualTo(REPORT);
    }

    @Test
    void aReportWithoutARequiredPartIsRejected() {
        for (String path : List.of("/status", "/intervals", "/intervals/0/span", "/intervals/0/span/phase",
                "/intervals/0/stalls", "/intervals/0/stalls/histogram", "/intervals/0/tasks", "/intervals/0/errors",
                "/intervals/0/tasks/0/task", "/intervals/0/tasks/0/counts", "/intervals/0/tasks/0/counts/statuses",
                "/intervals/0/tasks/0/drain", "/intervals/0/tasks/0/latency", "/intervals/0/errors/0/kind")) {
            JsonNode tree = JSON.valueToTree(REPORT);
            int last = path.lastIndexOf('/');
            ((ObjectNode) tree.at(path.substring(0, last))).remove(path.substring(last + 1));

            assertThatThrownBy(() -> JSON.treeToValue(tree, Report.class)).as(path)
                    .isInstanceOf(JsonMappingException.class);
        }
    }

    @Test
    void anAddressIsTheCanonicalTextOfAnIpAddress() {
        for (String text : List.of("", "localhost", "evil.example", "127.1", "010.0.0.1", "10.0.0.1:80", "[fd00::7]",
                "fd00::7", "FD00:0:0:0:0:0:0:7", "fe80:0:0:0:0:0:0:1%lo", "::ffff:10.0.0.1", "<b>", "Others", "1",
                "10.0.0.256")) {
            assertThatThrownBy(() -> new AddressReport(text, 1, 0)).as(text)
                    .hasMessage("addresses: expected an IP address, found another text");
        }
        assertThatThrownBy(() -> new AddressReport("10.0.0.1", 1, 2))
                .hasMessage("addresses.failures: expected 0 to 1, found 2");
        assertThatThrownBy(() -> new AddressReport("10.0.0.1", -1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReportWithMoreAddressesThanAWorkerCountsIsRejectedAndOneWithoutAnyIsNot() throws Exception {
        List<AddressReport> many = Collections.nCopies(66, new AddressReport("10.0.0.1", 0, 0));
        assertThatThrownBy(() -> new IntervalReport(INTERVAL.span(), 0, HistogramReport.NONE, List.of(), List.of(),
                many)).hasMessage("addresses: expected at most 65, found 66");
        ObjectNode older = JSON.valueToTree(INTERVAL);
        older.remove("addresses");
        assertThat(JSON.treeToValue(older, IntervalReport.class).addresses()).isEmpty();
    }

    @Test
    void aSpanBeyondAnyRunIsRejected() {
        assertThatThrownBy(() -> new Span(1 << 24, 1, RunPart.measured)).hasMessage(
                "span: expected a phase and seconds from 0 to 16777216, found measured and 1 seconds from 16777216");
        assertThatThrownBy(() -> Span.of(-1, RunPart.drain)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Span.through(-1).last()).isEqualTo(-1);
        assertThat(Span.of((1 << 24) - 1, RunPart.measured).last()).isEqualTo((1 << 24) - 1);
    }
}
