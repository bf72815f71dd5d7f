package io.fareswarm.operator.result.report;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.operator.result.MergedInterval;
import io.fareswarm.operator.result.NumberFormats;
import io.fareswarm.operator.result.Timeline;

/// The charts of a run: rates, latency percentiles, users.
///
/// @param marked windows with a mark; fewer, so that no mark is narrower than the pointer
/// @param zero second of the run with the label 0:00
record Charts(List<Window> windows, List<Window> marked, long zero) {
    /// Maximum number of marks; more would be narrower than the pointer.
    private static final int MAX_MARKS = 120;

    /// Consecutive seconds of all tasks together.
    ///
    /// @param rate null for a window without a rate
    /// @param load time in which the workers sent load, seconds
    private record Window(long second, long seconds, long users, Series.Samples samples, Series.@Nullable Rate rate,
            double load) {
        static Window of(Timeline timeline, MergedInterval interval) {
            double load = timeline.loadSeconds(interval);
            return new Window(interval.second(), interval.seconds(), interval.users(),
                    Series.Samples.of(interval.all()), Series.RequestCount.of(interval.all()).per(load), load);
        }

        static Window of(Series.Window window) {
            return new Window(window.t(), window.s(), window.users(), window.all(), window.rate(),
                    window.load() == null ? window.s() : window.load().s());
        }

        double middle() {
            return second + seconds / 2.0;
        }

        @Nullable
        Double requests() {
            return rate == null ? null : rate.requests();
        }

        @Nullable
        Double failed() {
            return rate == null ? null : rate.failures() + (double) samples.dropped() / load;
        }

        String rates() {
            Double failed = failed();
            return rate == null || failed == null
                    ? "no rate: too little load"
                    : perSecond(rate.requests()) + ", failed " + perSecond(failed);
        }
    }

    /// The windows of the timeline, after those of the series that are before it: an operator that was restarted has measured
    /// no others.
    private static List<Window> windows(Timeline timeline, Series series, int most) {
        List<MergedInterval> measured = timeline.windows(most);
        long first = measured.isEmpty() ? Long.MAX_VALUE : measured.getFirst().second();
        return Stream.concat(series.windows().stream().filter(one -> one.t() + one.s() <= first).map(Window::of),
                measured.stream().map(one -> Window.of(timeline, one))).toList();
    }

    /// The charts as HTML; empty without a window.
    ///
    /// @param series the run over time
    static List<String> of(Timeline timeline, Series series) {
        Charts charts = new Charts(windows(timeline, series, Timeline.MOST_WINDOWS),
                windows(timeline, series, MAX_MARKS), series.warmup());
        return charts.windows.isEmpty() ? List.of() : List.of(charts.rates(), charts.latency(), charts.users());
    }

    private String rates() {
        return chart("Requests a second", Charts::perSecond,
                List.of(line("ended", "a", Window::requests), line("failed or dropped", "bad", Window::failed)),
                Window::rates);
    }

    private String latency() {
        List<Chart.Line> lines = List.of(line("p50", "a", one -> one.samples.p50()),
                line("p95", "b", one -> one.samples.p95()), line("p99", "c", one -> one.samples.p99()));
        return chart("Latency, ms", value -> NumberFormats.millis(value) + " ms", lines,
                one -> one.samples.p50() == null
                        ? "no request ended"
                        : "p50 %s ms, p95 %s ms, p99 %s ms".formatted(millis(one.samples.p50()),
                                millis(one.samples.p95()), millis(one.samples.p99())));
    }

    private String users() {
        return chart("Users, or requests in flight", value -> NumberFormats.count(Math.round(value)),
                List.of(line("active", "a", one -> (double) one.users)), one -> NumberFormats.count(one.users));
    }

    private String chart(String title, DoubleFunction<String> unit, List<Chart.Line> lines,
            Function<Window, String> text) {
        Window last = windows.getLast();
        List<Chart.Mark> marks = marked.stream()
                .map(one -> new Chart.Mark((double) one.second, (double) one.seconds,
                        time(one) + "  " + text.apply(one)))
                .toList();
        Scale scale = Scale.of(lines.stream().flatMap(line -> line.points().stream())
                .mapToDouble(Chart.Point::value).max().orElse(0));
        return new Chart(title, Chart.Axis.time(windows.getFirst().second, last.second + last.seconds, zero), scale,
                lines, marks, unit).svg();
    }

    private Chart.Line line(String name, String style, Function<Window, @Nullable Double> value) {
        return new Chart.Line(name, style, windows.stream().flatMap(one -> Optional.ofNullable(value.apply(one))
                .map(shown -> new Chart.Point(one.middle(), shown)).stream()).toList());
    }

    private static String perSecond(double rate) {
        return NumberFormats.rate(rate) + "/s";
    }

    private String time(Window window) {
        String from = Chart.clock(Math.max(0, window.second - zero));
        return window.seconds == 1 ? from : from + "–" + Chart.clock(window.second + window.seconds - zero);
    }

    /// A time in milliseconds; a dash without one.
    static String millis(@Nullable Double value) {
        return value == null ? "–" : NumberFormats.millis(value);
    }
}
