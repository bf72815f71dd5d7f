package io.fareswarm.operator.result.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.fareswarm.operator.result.NumberFormats;

/// A line chart as inline SVG without a script, over time or over a rate. Under the pointer, a mark shows the values of its
/// place.
///
/// @param title title, with the unit
/// @param axis horizontal axis
/// @param scale vertical axis
/// @param lines at least one line
/// @param marks values to show under the pointer
/// @param unit formats a value with its unit
record Chart(String title, Axis axis, Scale scale, List<Line> lines, List<Mark> marks, DoubleFunction<String> unit) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 190;
    private static final int LEFT = 56;
    private static final int RIGHT = 18;
    private static final int TOP = 24;
    private static final int BOTTOM = 24;

    /// A horizontal axis.
    ///
    /// @param name what the values are over, such as ` over time`; empty if the title says it
    /// @param ticks places with a label
    /// @param hasGaps whether a line has a gap where points are missing
    record Axis(String name, double from, double to, List<Tick> ticks, boolean hasGaps) {
        /// A place on the axis with a label.
        record Tick(double at, String label) {}

        /// A time axis in seconds of the run.
        ///
        /// @param from first second
        /// @param to second after the last
        /// @param zero second with the label 0:00
        static Axis time(long from, long to, long zero) {
            long step = Scale.seconds(to - from);
            List<Tick> ticks = LongStream.iterate(0, second -> zero + second <= to, second -> second + step)
                    .filter(second -> zero + second >= from)
                    .mapToObj(second -> new Tick((double) zero + second, clock(second))).toList();
            return new Axis(" over time", (double) from, (double) to, ticks, true);
        }

        /// An axis of rates, from 0 on.
        static Axis rates(double greatest) {
            Scale scale = Scale.of(greatest);
            return new Axis("", 0, scale.top(),
                    scale.ticks().stream().map(rate -> new Tick(rate, scale.label(rate) + "/s")).toList(), false);
        }
    }

    /// A line of the chart.
    ///
    /// @param style class in the stylesheet
    record Line(String name, String style, List<Point> points) {}

    /// A value at a place of the horizontal axis.
    record Point(double at, double value) {}

    /// A text for a range of the horizontal axis.
    ///
    /// @param text place and values of the range
    record Mark(double from, double width, String text) {}

    String svg() {
        StringBuilder svg = new StringBuilder("<figure><figcaption><b>%s</b>".formatted(Html.escape(title)));
        lines.forEach(line -> svg.append("<span class=\"key %s\">%s</span>".formatted(line.style,
                Html.escape(line.name))));
        svg.append("</figcaption>\n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n".formatted(WIDTH,
                HEIGHT, Html.escape(
                        title + axis.name + ": "
                                + lines.stream().map(this::peak).collect(Collectors.joining(", ")))));
        svg.append(grid());
        lines.forEach(line -> svg.append(path(line)));
        svg.append("<g class=\"marks\">");
        marks.forEach(mark -> svg.append(mark(mark)));
        return svg.append("</g>\n</svg></figure>\n").toString();
    }

    private String peak(Line line) {
        return line.name + " at most " + unit.apply(line.points.stream().mapToDouble(Point::value).max().orElse(0));
    }

    private String grid() {
        StringBuilder svg = new StringBuilder("<g class=\"grid\">");
        for (double tick : scale.ticks()) {
            String y = at(y(tick));
            svg.append("<path d=\"M%d %sH%d\"/><text x=\"%d\" y=\"%s\" class=\"y\">%s</text>".formatted(LEFT, y,
                    WIDTH - RIGHT, LEFT - 6, y, Html.escape(scale.label(tick))));
        }
        axis.ticks.forEach(tick -> svg.append("<text x=\"%s\" y=\"%d\" class=\"x\">%s</text>".formatted(
                at(x(tick.at)), HEIGHT - 6, Html.escape(tick.label))));
        return svg.append("</g>\n").toString();
    }

    /// Draws gaps between windows that are not adjacent, and a single point as a dot.
    private String path(Line line) {
        StringBuilder path = new StringBuilder();
        double widest = axis.hasGaps
                ? 1.5 * IntStream.range(1, line.points.size())
                        .mapToDouble(i -> line.points.get(i).at - line.points.get(i - 1).at).min().orElse(0)
                : Double.MAX_VALUE;
        double last = Double.NEGATIVE_INFINITY;
        for (Point point : line.points) {
            boolean joins = point.at - last <= widest && !path.isEmpty();
            path.append(joins ? "L" : "M").append(at(x(point.at))).append(' ').append(at(y(point.value)));
            if (!joins) {
                path.append("h0");
            }
            last = point.at;
        }
        return "<path class=\"%s\" d=\"%s\"/>\n".formatted(line.style, path);
    }

    private String mark(Mark mark) {
        double left = x(mark.from);
        double width = x(mark.from + mark.width) - left;
        return "<g><path d=\"M%s %dV%d\"/><rect x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\"/><text x=\"%d\" y=\"14\">%s</text></g>"
                .formatted(at(left + width / 2), TOP, HEIGHT - BOTTOM, at(left), TOP, at(width), HEIGHT - TOP - BOTTOM,
                        WIDTH - RIGHT, Html.escape(mark.text));
    }

    private double x(double at) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (at - axis.from) / Math.max(1, axis.to - axis.from);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * scale.share(value);
    }

    private static String at(double coordinate) {
        return NumberFormats.plain(BigDecimal.valueOf(coordinate).setScale(1, RoundingMode.HALF_UP));
    }

    /// Formats seconds as `1:05` or `1:00:05`.
    static String clock(long seconds) {
        long hours = seconds / 3600;
        String rest = String.format(Locale.ROOT, hours > 0 ? "%02d:%02d" : "%d:%02d", seconds / 60 % 60, seconds % 60);
        return hours > 0 ? hours + ":" + rest : rest;
    }
}
