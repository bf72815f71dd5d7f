package io.fareswarm.operator.result.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.fareswarm.operator.result.MergedHistogram;
import io.fareswarm.operator.result.MergedInterval;
import io.fareswarm.operator.result.MergedTask;
import io.fareswarm.operator.result.NumberFormats;
import io.fareswarm.operator.result.Timeline;

/// What a course looks like: rates, percentiles of the latency, users.
final class Charts {
    /// So many places answer the pointer, at most: more would be thinner than it.
    private static final int MOST_MARKS = 120;

    private final List<Shown> windows;
    private final List<Shown> marked;
    private final long zero;

    /// A window with all its tasks together.
    private record Shown(MergedInterval moment, MergedTask all) {
        double middle() {
            return moment.second() + moment.seconds() / 2.0;
        }

        double perSecond(long count) {
            return (double) count / moment.seconds();
        }

        double failed() {
            return perSecond(all.failures() + all.dropped());
        }
    }

    private Charts(Timeline course, long zero) {
        this.windows = shown(course, Timeline.MOST_WINDOWS);
        this.marked = shown(course, MOST_MARKS);
        this.zero = zero;
    }

    private static List<Shown> shown(Timeline course, int most) {
        return course.windows(most).stream().map(one -> new Shown(one, one.all())).toList();
    }

    /// The charts as HTML; none for an empty course.
    ///
    /// @param zero the second of the course that is called 0:00
    static List<String> of(Timeline course, long zero) {
        Charts charts = new Charts(course, zero);
        return charts.windows.isEmpty() ? List.of() : List.of(charts.rates(), charts.latency(), charts.users());
    }

    private String rates() {
        DoubleFunction<String> unit = value -> NumberFormats.rate(value) + "/s";
        return chart("Requests a second", unit,
                List.of(line("ended", "a", one -> one.perSecond(one.all.requests())),
                        line("failed or dropped", "bad", Shown::failed)),
                one -> unit.apply(one.perSecond(one.all.requests())) + ", failed " + unit.apply(one.failed()));
    }

    private String latency() {
        List<Chart.Line> lines = new ArrayList<>();
        double[] percentiles = {50, 95, 99};
        String[] styles = {"a", "b", "c"};
        for (int i = 0; i < percentiles.length; i++) {
            double percentile = percentiles[i];
            lines.add(new Chart.Line("p" + (int) percentile, styles[i],
                    windows.stream().filter(one -> !one.all.latency().isEmpty())
                            .map(one -> new Chart.Point(one.middle(), millis(one.all.latency(), percentile)))
                            .toList()));
        }
        return chart("Latency, ms", value -> NumberFormats.millis(value) + " ms", lines, one -> {
            MergedHistogram times = one.all.latency();
            return times.isEmpty()
                    ? "no request ended"
                    : "p50 %s ms, p95 %s ms, p99 %s ms".formatted(NumberFormats.millis(millis(times, 50)),
                            NumberFormats.millis(millis(times, 95)), NumberFormats.millis(millis(times, 99)));
        });
    }

    private String users() {
        return chart("Users, or requests in flight", value -> NumberFormats.count(Math.round(value)),
                List.of(line("active", "a", one -> one.moment.users())),
                one -> NumberFormats.count(one.moment.users()));
    }

    private String chart(String title, DoubleFunction<String> unit, List<Chart.Line> lines,
            Function<Shown, String> told) {
        MergedInterval last = windows.getLast().moment;
        List<Chart.Mark> marks = marked.stream().map(one -> new Chart.Mark(one.moment.second(), one.moment.seconds(),
                time(one.moment) + "  " + told.apply(one))).toList();
        return new Chart(title, windows.getFirst().moment.second(), last.second() + last.seconds(), zero, lines, marks,
                unit).svg();
    }

    private Chart.Line line(String name, String style, ToDoubleFunction<Shown> value) {
        return new Chart.Line(name, style, windows.stream()
                .map(one -> new Chart.Point(one.middle(), value.applyAsDouble(one))).toList());
    }

    private String time(MergedInterval moment) {
        String from = Chart.clock(Math.max(0, moment.second() - zero));
        return moment.seconds() == 1 ? from : from + "–" + Chart.clock(moment.second() + moment.seconds() - zero);
    }

    private static double millis(MergedHistogram times, double percentile) {
        return times.percentileMicros(percentile) / 1e3;
    }
}
