package io.fareswarm.operator.result.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Columns;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.Result;
import io.fareswarm.api.Target;

/// The output of `kubectl get loadtest` for one LoadTest: plain values in columns three spaces apart.
public final class KubectlRow {
    private static final int MIN_WIDTH = 6;
    private static final int PADDING = 3;

    private KubectlRow() {}

    /// The header and the row. Values that are not in the status yet are blank.
    ///
    /// @param target target in the spec
    /// @param age time since the LoadTest was created
    public static List<String> lines(String name, Target target, LoadTestStatus status, Duration age) {
        List<Column> cells = new ArrayList<>();
        Result result = status.result();
        Columns.OfRun figures = status.columns();
        cells.add(new Column("NAME", name));
        cells.add(new Column("TARGET", target.model() == null ? target.url() : target.model()));
        cells.add(new Column("PHASE", status.phase()));
        cells.add(new Column("VERDICT", status.verdict()));
        cells.add(new Column("WORKERS", status.workers() == null ? null : status.workers().ready()));
        cells.add(new Column("USERS", result == null ? null : result.users()));
        cells.add(new Column("REQUESTS", result == null ? null : result.requests()));
        cells.add(new Column("RPS", figures == null ? null : figures.throughput()));
        cells.add(new Column("P50", figures == null ? null : figures.p50()));
        cells.add(new Column("P95", figures == null ? null : figures.p95()));
        cells.add(new Column("P99", figures == null ? null : figures.p99()));
        cells.add(new Column("FAIL%", figures == null ? null : figures.failurePercent()));
        cells.add(new Column("CAPACITY", figures == null ? null : figures.capacity()));
        cells.add(new Column("AGE", age(age)));
        return List.of(line(cells, Column::title), line(cells, Column::text));
    }

    private record Column(String title, @Nullable Object value) {
        String text() {
            return Objects.toString(value, "");
        }
    }

    private static String line(List<Column> cells, Function<Column, String> text) {
        return cells.stream().map(one -> TerminalText.padRight(text.apply(one), Math.max(MIN_WIDTH,
                Math.max(one.title.length(), one.text().length()) + PADDING))).collect(Collectors.joining())
                .stripTrailing();
    }

    /// Formats a duration as kubectl formats ages: two units for small numbers, then one.
    static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        long minutes = seconds / 60;
        long hours = minutes / 60;
        long days = hours / 24;
        if (seconds < 120) {
            return seconds + "s";
        }
        if (minutes < 10) {
            return two(minutes, "m", seconds % 60, "s");
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        if (hours < 8) {
            return two(hours, "h", minutes % 60, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        return days < 8 ? two(days, "d", hours % 24, "h") : days + "d";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : small + smallUnit);
    }
}
