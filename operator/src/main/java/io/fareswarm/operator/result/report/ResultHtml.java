package io.fareswarm.operator.result.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Condition;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Run;
import io.fareswarm.api.Result;
import io.fareswarm.api.Result.Percentiles;
import io.fareswarm.operator.result.NumberFormats;
import io.fareswarm.operator.result.Timeline;
import io.fareswarm.operator.result.text.AddressTable;
import io.fareswarm.protocol.AddressReport;
import io.fareswarm.protocol.BoundedSum;

/// `result.html`: a self-contained page about a run. It has no script, and its content security policy forbids scripts and
/// requests.
///
/// @param why reason for the verdict
/// @param addresses requests by address of the target
/// @param series the run over time
record ResultHtml(String name, LoadTestSpec spec, LoadTestStatus status, String why, List<AddressReport> addresses,
        Timeline timeline, Series series) {
    /// The text of the file.
    String page() {
        Run run = status.run();
        String title = name + (run == null ? "" : ", run " + run.number());
        String verdict = status.verdict() == null ? "Error" : status.verdict().name();
        StringBuilder sections = new StringBuilder();
        if (status.result() != null) {
            sections.append(figures(status.result()));
        }
        if (status.capacity() != null) {
            sections.append(new CapacityHtml(status.capacity()).sections());
        }
        Charts.of(timeline, series).forEach(sections::append);
        sections.append(thresholds());
        if (status.result() != null) {
            sections.append(tasks(status.result())).append(errors(status.result()));
        }
        sections.append(addressTable()).append(edits()).append(conditions());
        return HtmlPage.of(Map.of("verdict", verdict, "title", Html.escape(title), "name", Html.name(title), "why",
                Html.escape(why), "when", Html.escape(when()), "sections", sections.toString(), "spec",
                Html.escape(ResultJson.write(spec))));
    }

    private String when() {
        Run run = status.run();
        String url = status.target() == null ? null : status.target().url();
        return String.join(" · ", Stream.of(url, run == null ? null : whole(run.startedAt()),
                run == null ? null : "seed " + run.seed()).filter(Objects::nonNull).toList());
    }

    /// A time without fractions of a second.
    private static @Nullable String whole(@Nullable String time) {
        return time == null ? null : time.replaceAll("[.][0-9]+Z$", "Z");
    }

    private static String figures(Result result) {
        StringBuilder html = new StringBuilder("<dl>");
        figure(html, "Requests", NumberFormats.count(result.requests()), "");
        figure(html, "Throughput", NumberFormats.rate(result.throughput()), "/s");
        figure(html, "Failed", NumberFormats.plain(result.failurePercent()), "%");
        Percentiles times = result.latencyMs();
        figure(html, "p50", millis(times, Percentiles::p50), "ms");
        figure(html, "p95", millis(times, Percentiles::p95), "ms");
        figure(html, "p99", millis(times, Percentiles::p99), "ms");
        figure(html, "Dropped", NumberFormats.count(result.dropped()), "");
        figure(html, "Users", NumberFormats.count(result.users()), "");
        return html.append("</dl>\n").toString();
    }

    private static void figure(StringBuilder html, String name, String value, String unit) {
        html.append("<div><dt>%s</dt><dd>%s%s</dd></div>".formatted(name, value,
                unit.isEmpty() || value.equals("–") ? "" : " <small>" + unit + "</small>"));
    }

    private String thresholds() {
        return status.thresholds() == null
                ? ""
                : Html.table("Thresholds", 4, List.of("Threshold", "Observed", "Limit", "Result"),
                        status.thresholds().stream()
                                .map(one -> List.of(Html.name(one.name()), Html.escape(one.observed()),
                                        Html.escape(one.limit()), one.passed()
                                                ? "<span class=\"passed\">✓ passed</span>"
                                                : "<span class=\"failed\">✗ failed</span>"))
                                .toList());
    }

    private static String tasks(Result result) {
        List<List<String>> rows = new ArrayList<>();
        result.tasks().forEach(task -> rows.add(row(Html.name(task.name()), task.requests(), task.failures(),
                task.failurePercent(), task.dropped(), task.throughput(), task.latencyMs())));
        rows.add(row("All", result.requests(), result.failures(), result.failurePercent(), result.dropped(),
                result.throughput(), result.latencyMs()));
        return Html.table("Tasks", 1, List.of("Task", "Requests", "Failures", "Failed %", "Dropped", "per second",
                "p50 ms", "p90", "p95", "p99", "p99.9", "max", "mean"), rows);
    }

    private static List<String> row(String name, long requests, long failures, double percent, long dropped,
            double throughput, @Nullable Percentiles times) {
        List<String> cells = new ArrayList<>(List.of(name, NumberFormats.count(requests), NumberFormats.count(failures),
                NumberFormats.plain(percent), NumberFormats.count(dropped), NumberFormats.rate(throughput)));
        Stream.<ToDoubleFunction<Percentiles>>of(Percentiles::p50, Percentiles::p90, Percentiles::p95, Percentiles::p99,
                Percentiles::p999, Percentiles::max, Percentiles::mean).map(figure -> millis(times, figure))
                .forEach(cells::add);
        return cells;
    }

    private static String errors(Result result) {
        return Html.table("Errors", 4,
                List.of("Task", "Kind", "What happened", "Example", "Count", "First seen", "Last seen"),
                result.errors().stream().map(one -> List.of(Html.name(one.task()), Html.escape(one.kind()),
                        Html.name(one.detail()),
                        one.example() == null ? "" : "<code>" + Html.name(one.example()) + "</code>",
                        NumberFormats.count(one.count()), clock(one.firstSecond()), clock(one.lastSecond()))).toList());
    }

    private static String clock(@Nullable Long second) {
        return second == null ? "–" : Chart.clock(second);
    }

    private String addressTable() {
        long all = BoundedSum.of(addresses, AddressReport::requests);
        return Html.table("Addresses", 1, List.of("Address of the target", "Requests", "Share", "Failures"),
                addresses.stream().map(one -> List.of(Html.escape(AddressTable.name(one)),
                        NumberFormats.count(one.requests()), NumberFormats.percent(one.requests(), all),
                        NumberFormats.count(one.failures()))).toList());
    }

    private String edits() {
        return status.run() == null
                ? ""
                : Html.table("Edits that took effect in the run", 2, List.of("From second", "What changed"),
                        status.run().allEdits().stream()
                                .map(one -> List.of(NumberFormats.count(one.second()), Html.escape(one.change())))
                                .toList());
    }

    private String conditions() {
        return status.conditions() == null
                ? ""
                : Html.table("Conditions", 5, List.of("Condition", "Status", "Reason", "Message", "Since"),
                        status.conditions().stream().map(one -> Stream.of(one.type(), one.status(), one.reason(),
                                one.message(), one.lastTransitionTime()).map(Html::escape).toList()).toList());
    }

    private static String millis(@Nullable Percentiles times, ToDoubleFunction<Percentiles> figure) {
        return times == null ? "–" : NumberFormats.millis(figure.applyAsDouble(times));
    }
}
