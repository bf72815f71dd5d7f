package io.fareswarm.load.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import io.fareswarm.load.MetricsPage;
import io.fareswarm.load.Slices;
import io.fareswarm.load.measure.Expectations;
import io.fareswarm.load.measure.IntervalCounts;
import io.fareswarm.load.measure.IntervalQueue;
import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.pace.Phases;
import io.fareswarm.protocol.ErrorReport;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests that the chart's dashboard uses only metrics and labels that a worker exposes.
class DashboardTest {
    private static final Path DASHBOARD = Path.of("../helm/fareswarm/files/dashboard.json");
    private static final long S = 1_000_000_000;
    /// Pattern of a worker's metrics. The metrics of model server and operator have other prefixes.
    private static final Pattern METRIC = Pattern.compile("(fareswarm_(?!http_|model_|operator_)\\w+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("(\\w+)(?==)");
    private static final Pattern SELECTED = Pattern.compile("(\\w+)(?=[!=]?[=~])");

    @Test
    void everyMetricAndLabelOfTheDashboardIsExposedByAWorker() throws Exception {
        String page = page();
        Set<String> expressions = expressions();
        assertThat(expressions).isNotEmpty();

        Set<String> metrics = new TreeSet<>();
        Set<String> labels = new TreeSet<>();
        expressions.stream().flatMap(expression -> METRIC.matcher(expression).results()).forEach(metric -> {
            metrics.add(metric.group(1));
            labels.addAll(matches(SELECTED, metric.group(2)));
        });
        assertThat(metrics).hasSizeGreaterThan(3).allSatisfy(metric -> assertThat(page).contains(metric + "{"));
        assertThat(matches(LABEL, page)).containsAll(labels);
    }

    private static String page() throws InterruptedException {
        IntervalQueue intervals = new IntervalQueue(new Expectations(Slices.RIDES).names());
        Expectations expectations = new Expectations(Slices.RIDES);
        Recorder recorder = new Recorder(expectations, new Phases(0, 10 * S, S, 0), intervals);
        ReportStore reports = new ReportStore(Slices.of(Slices.users(1, 1, "0s")).slice(), expectations,
                intervals);
        recorder.responded(0, 200, 0, 0, S / 2, 10, null);
        recorder.failed(1, ErrorReport.Kind.connect, "refused", 0, Recorder.NEVER, S / 2, 0);
        recorder.advance(S);
        IntervalCounts second = Objects.requireNonNull(intervals.take());
        reports.add(second, 0);
        return MetricsPage.of(reports);
    }

    private static Set<String> expressions() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(Files.readString(DASHBOARD));
        return Stream.concat(dashboard.findValues("expr").stream(), dashboard.findValues("definition").stream())
                .map(JsonNode::asText).collect(Collectors.toSet());
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
