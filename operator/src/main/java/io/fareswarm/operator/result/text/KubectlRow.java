package io.fareswarm.operator.result.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.Result;
import io.fareswarm.api.Result.Percentiles;
import io.fareswarm.api.Target;
import io.fareswarm.operator.result.NumberFormats;

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
        List<String> header = new ArrayList<>();
        List<String> row = new ArrayList<>();
        Result result = status.result();
        Percentiles times = result == null ? null : result.latencyMs();
        cell(header, row, "NAME", name);
        cell(header, row, "TARGET", target.model() == null ? target.url() : target.model());
        cell(header, row, "PHASE", status.phase());
        cell(header, row, "VERDICT", status.verdict());
        cell(header, row, "WORKERS", status.workers() == null ? null : status.workers().ready());
        cell(header, row, "USERS", result == null ? null : result.users());
        cell(header, row, "REQUESTS", result == null ? null : result.requests());
        cell(header, row, "RPS", result == null ? null : NumberFormats.plain(result.throughput()));
        cell(header, row, "P50", times == null ? null : NumberFormats.plain(times.p50()));
        cell(header, row, "P95", times == null ? null : NumberFormats.plain(times.p95()));
        cell(header, row, "P99", times == null ? null : NumberFormats.plain(times.p99()));
        cell(header, row, "FAIL%", result == null ? null : NumberFormats.plain(result.failurePercent()));
        cell(header, row, "AGE", Age.of(age));
        return List.of(line(header, row, header), line(header, row, row));
    }

    private static void cell(List<String> header, List<String> row, String title, @Nullable Object value) {
        header.add(title);
        row.add(Objects.toString(value, ""));
    }

    private static String line(List<String> header, List<String> row, List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size() - 1; column++) {
            int widest = Math.max(header.get(column).length(), row.get(column).length());
            line.append(TerminalText.padRight(cells.get(column), Math.max(MIN_WIDTH, widest + PADDING)));
        }
        return line.append(cells.getLast()).toString();
    }
}
