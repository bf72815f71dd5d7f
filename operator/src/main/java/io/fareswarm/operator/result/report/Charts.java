package io.fareswarm.operator.result.report;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.fareswarm.operator.result.MergedHistogram;
import io.fareswarm.operator.result.MergedInterval;
import io.fareswarm.operator.result.MergedTask;
import io.fareswarm.operator.result.NumberFormats;
import io.fareswarm.operator.result.Timeline;

/// The charts of a timeline: rates, latency percentiles, users.
///
/// @param marked windows with a mark; fewer, so that no mark is narrower than the pointer
/// @param zero second of the timeline with the label 0:00
record Charts(List<Window> windows, List<Window> marked, long zero) {
    /// Maximum number of marks; more would be narrower than the pointer.
    private static final int MAX_MARKS = 120;

    /// An interval with the samples of all tasks together.
    record Window(MergedInterval interval, MergedTask all) {
        double middle() {
            return interval.second() + interval.seconds() / 2.0;
        }

        double perSecond(long count) {
            return (double) count / interval.seconds();
        }

        double failed() {
            return perSecond(all.counts().failures() + all.counts().dropped());
        }
    }

    private static List<Window> windows(Timeline timeline, int maximum) {
        return timeline.windows(maximum).stream().map(one -> new Window(one, one.all())).toList();
    }

    /// The charts as HTML; empty for an empty timeline.
    ///
    /// @param zero second of the timeline with the label 0:00
    static List<String> of(Timeline timeline, long zero) {
        Charts charts = new Charts(windows(timeline, Timeline.MOST_WINDOWS), windows(timeline, MAX_MARKS), zero);
        return charts.windows.isEmpty() ? List.of() : List.of(charts.rates(), charts.latency(), charts.users());
    }

    private String rates() {
        DoubleFunction<String> unit = value -> NumberFormats.rate(value) + "/s";
        return chart("Requests a second", unit, List.of(line("ended", "a", one -> one.perSecond(one.all.requests())),
                line("failed or dropped", "bad", Window::failed)),
                one -> unit.apply(one.perSecond(one.all.requests())) + ", failed " + unit.apply(one.failed()));
    }

    private String latency() {
        List<Chart.Line> lines = List.of(percentile(50, "a"), percentile(95, "b"), percentile(99, "c"));
        return chart("Latency, ms", value -> NumberFormats.millis(value) + " ms", lines, one -> {
            MergedHistogram times = one.all.latency();
            return times.isEmpty()
                    ? "no request ended"
                    : "p50 %s ms, p95 %s ms, p99 %s ms".formatted(NumberFormats.millis(millis(times, 50)),
                            NumberFormats.millis(millis(times, 95)), NumberFormats.millis(millis(times, 99)));
        });
    }

    private Chart.Line percentile(int percentile, String style) {
        return new Chart.Line("p" + percentile, style, windows.stream().filter(one -> !one.all.latency().isEmpty())
                .map(one -> new Chart.Point(one.middle(), millis(one.all.latency(), percentile))).toList());
    }

    private String users() {
        return chart("Users, or requests in flight", value -> NumberFormats.count(Math.round(value)),
                List.of(line("active", "a", one -> one.interval.users())),
                one -> NumberFormats.count(one.interval.users()));
    }

    private String chart(String title, DoubleFunction<String> unit, List<Chart.Line> lines,
            Function<Window, String> text) {
        MergedInterval last = windows.getLast().interval;
        List<Chart.Mark> marks = marked.stream()
                .map(one -> new Chart.Mark(one.interval.second(), one.interval.seconds(),
                        time(one.interval) + "  " + text.apply(one)))
                .toList();
        return new Chart(title,
                new Chart.Axis(windows.getFirst().interval.second(), last.second() + last.seconds(), zero),
                lines, marks, unit).svg();
    }

    private Chart.Line line(String name, String style, ToDoubleFunction<Window> value) {
        return new Chart.Line(name, style, windows.stream()
                .map(one -> new Chart.Point(one.middle(), value.applyAsDouble(one))).toList());
    }

    private String time(MergedInterval interval) {
        String from = Chart.clock(Math.max(0, interval.second() - zero));
        return interval.seconds() == 1 ? from : from + "–" + Chart.clock(interval.second() + interval.seconds() - zero);
    }

    private static double millis(MergedHistogram times, double percentile) {
        return times.percentileMicros(percentile) / 1e3;
    }
}
