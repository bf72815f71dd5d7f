package io.fareswarm.operator.result.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.api.CapacityStatus.StepResult;
import io.fareswarm.operator.result.NumberFormats;
import io.fareswarm.operator.result.text.CapacityTable;

/// The part of `result.html` about a search for a capacity: the capacity, the charts of latency and throughput over the rate,
/// and the steps.
record CapacityHtml(CapacityStatus search) {
    /// A step with its counts.
    private record Measured(double rate, StepResult counts) {}

    String sections() {
        List<Measured> measured = search.steps().stream()
                .filter(step -> step.counts() != null && step.counts().requests() > 0)
                .map(step -> new Measured(step.rate(), Objects.requireNonNull(step.counts())))
                .sorted(Comparator.comparingDouble(Measured::rate)).toList();
        StringBuilder html = new StringBuilder();
        if (search.rate() != null) {
            html.append("<p class=\"capacity\">%s</p>\n".formatted(Html.escape(CapacityTable.found(search))));
        }
        return measured.isEmpty()
                ? html.toString()
                : html.append(latency(measured)).append(throughput(measured)).append(steps()).toString();
    }

    private static String latency(List<Measured> measured) {
        List<Chart.Line> lines = List.of(line("p50", "a", measured, one -> one.counts.p50()),
                line("p95", "b", measured, one -> one.counts.p95()),
                line("p99", "c", measured, one -> one.counts.p99()));
        double[] values = lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Chart.Point::value)
                .filter(value -> value > 0).sorted().toArray();
        return values.length == 0
                ? ""
                : chart("Latency over the rate, ms", Scale.logarithmic(values[0], values[values.length - 1]), lines,
                        measured);
    }

    private static String throughput(List<Measured> measured) {
        Chart.Line line = line("responses", "a", measured, one -> one.counts.throughput());
        return chart("Responses a second over the rate",
                Scale.of(line.points().stream().mapToDouble(Chart.Point::value).max().orElse(0)), List.of(line),
                measured);
    }

    private static String chart(String title, Scale scale, List<Chart.Line> lines, List<Measured> measured) {
        Chart.Axis axis = Chart.Axis.rates(measured.getLast().rate);
        List<Chart.Mark> marks = new ArrayList<>();
        double from = 0;
        for (int index = 0; index < measured.size(); index++) {
            Measured one = measured.get(index);
            double to = index + 1 < measured.size() ? (one.rate + measured.get(index + 1).rate) / 2 : axis.to();
            marks.add(new Chart.Mark(from, to - from, text(one)));
            from = to;
        }
        return new Chart(title, axis, scale, lines, marks, NumberFormats::plain).svg();
    }

    private static String text(Measured one) {
        return "%s/s  p50 %s ms, p95 %s ms, p99 %s ms, %s responses/s".formatted(NumberFormats.plain(one.rate),
                Charts.millis(one.counts.p50()), Charts.millis(one.counts.p95()), Charts.millis(one.counts.p99()),
                NumberFormats.rate(one.counts.throughput()));
    }

    private static Chart.Line line(String name, String style, List<Measured> measured,
            Function<Measured, @Nullable Double> value) {
        return new Chart.Line(name, style, measured.stream()
                .flatMap(one -> Stream.ofNullable(value.apply(one)).map(shown -> new Chart.Point(one.rate, shown)))
                .toList());
    }

    private String steps() {
        return Html.table("Steps of the search", 2,
                List.of("Purpose", "Limits", "Rate /s", "Seconds", "Requests", "Responses /s", "p50 ms", "p95", "p99",
                        "In flight"),
                search.steps().stream().map(CapacityHtml::row).toList());
    }

    private static List<String> row(CapacityStatus.Step step) {
        StepResult counts = step.counts();
        String rate = NumberFormats.plain(step.rate());
        if (counts == null) {
            return Stream.concat(Stream.of(step.purpose().name(), "", rate), Stream.of("", "", "", "", "", "", ""))
                    .toList();
        }
        String limits = String.join(", ",
                counts.limits().stream()
                        .map(limit -> "<span class=\"%s\">%s %s %s</span>".formatted(
                                limit.passed() ? "passed" : "failed", limit.passed() ? "✓" : "✗",
                                Html.name(limit.name()), Html.escape(limit.observed())))
                        .toList());
        return List.of(step.purpose().name(), limits, rate, NumberFormats.count(counts.seconds()),
                NumberFormats.count(counts.requests()), NumberFormats.rate(counts.throughput()),
                Charts.millis(counts.p50()),
                Charts.millis(counts.p95()), Charts.millis(counts.p99()), NumberFormats.count(counts.inFlight()));
    }
}
