package io.fareswarm.operator.result.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.fareswarm.operator.result.NumberFormats;

/// A line chart over time as inline SVG without a script. Under the pointer, a mark shows the values of its time.
///
/// @param title title, with the unit
/// @param axis time axis
/// @param lines at least one line
/// @param marks values to show under the pointer
/// @param unit formats a value with its unit
record Chart(String title, Axis axis, List<Line> lines, List<Mark> marks, DoubleFunction<String> unit) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 190;
    private static final int LEFT = 56;
    private static final int RIGHT = 18;
    private static final int TOP = 24;
    private static final int BOTTOM = 24;

    /// A time axis in seconds of the run.
    ///
    /// @param from first second
    /// @param to second after the last
    /// @param zero second with the label 0:00
    record Axis(long from, long to, long zero) {}

    /// A line of the chart.
    ///
    /// @param style class in the stylesheet
    record Line(String name, String style, List<Point> points) {}

    /// A value at a time.
    ///
    /// @param second middle of the window of the value
    record Point(double second, double value) {}

    /// A text for a range of seconds.
    ///
    /// @param text time and values of these seconds
    record Mark(long second, long seconds, String text) {}

    String svg() {
        Scale scale = Scale.of(lines.stream().flatMap(line -> line.points.stream()).mapToDouble(Point::value).max()
                .orElse(0));
        StringBuilder svg = new StringBuilder("<figure><figcaption><b>%s</b>".formatted(Html.escape(title)));
        lines.forEach(line -> svg.append("<span class=\"key %s\">%s</span>".formatted(line.style,
                Html.escape(line.name))));
        svg.append("</figcaption>\n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n".formatted(WIDTH,
                HEIGHT, Html.escape(
                        title + " over time: " + lines.stream().map(this::peak).collect(Collectors.joining(", ")))));
        svg.append(grid(scale));
        lines.forEach(line -> svg.append(path(line, scale)));
        svg.append("<g class=\"marks\">");
        marks.forEach(mark -> svg.append(mark(mark)));
        return svg.append("</g>\n</svg></figure>\n").toString();
    }

    private String peak(Line line) {
        return line.name + " at most " + unit.apply(line.points.stream().mapToDouble(Point::value).max().orElse(0));
    }

    private String grid(Scale scale) {
        StringBuilder svg = new StringBuilder("<g class=\"grid\">");
        for (double tick = 0; tick <= scale.top() * 1.001; tick += scale.step()) {
            String y = at(y(tick, scale));
            svg.append("<path d=\"M%d %sH%d\"/><text x=\"%d\" y=\"%s\" class=\"y\">%s</text>".formatted(LEFT, y,
                    WIDTH - RIGHT, LEFT - 6, y, Html.escape(scale.label(tick))));
        }
        long step = Scale.seconds(axis.to - axis.from);
        for (long second = 0; axis.zero + second <= axis.to; second += step) {
            if (axis.zero + second >= axis.from) {
                svg.append("<text x=\"%s\" y=\"%d\" class=\"x\">%s</text>".formatted(at(x((double) axis.zero + second)),
                        HEIGHT - 6, clock(second)));
            }
        }
        return svg.append("</g>\n").toString();
    }

    /// Draws gaps between windows that are not adjacent, and a single point as a dot.
    private String path(Line line, Scale scale) {
        StringBuilder path = new StringBuilder();
        double widest = 1.5 * IntStream.range(1, line.points.size())
                .mapToDouble(i -> line.points.get(i).second - line.points.get(i - 1).second).min().orElse(0);
        double last = Double.NEGATIVE_INFINITY;
        for (Point point : line.points) {
            boolean joins = point.second - last <= widest;
            path.append(joins ? "L" : "M").append(at(x(point.second))).append(' ').append(at(y(point.value, scale)));
            if (!joins) {
                path.append("h0");
            }
            last = point.second;
        }
        return "<path class=\"%s\" d=\"%s\"/>\n".formatted(line.style, path);
    }

    private String mark(Mark mark) {
        double left = x((double) mark.second);
        double width = x((double) mark.second + mark.seconds) - left;
        return "<g><path d=\"M%s %dV%d\"/><rect x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\"/><text x=\"%d\" y=\"14\">%s</text></g>"
                .formatted(at(left + width / 2), TOP, HEIGHT - BOTTOM, at(left), TOP, at(width), HEIGHT - TOP - BOTTOM,
                        WIDTH - RIGHT, Html.escape(mark.text));
    }

    private double x(double second) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (second - axis.from) / Math.max(1, axis.to - axis.from);
    }

    private static double y(double value, Scale scale) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / scale.top();
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
