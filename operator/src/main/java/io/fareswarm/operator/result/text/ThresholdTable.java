package io.fareswarm.operator.result.text;

import java.util.List;

import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.operator.result.text.Table.Align;
import io.fareswarm.operator.result.text.Table.Cell;
import io.fareswarm.operator.result.text.Table.TableColumn;

/// Table of a run's thresholds: observed value, limit, and passed or failed.
public final class ThresholdTable {
    private ThresholdTable() {}

    /// A header and one row per threshold; empty without thresholds.
    public static List<String> lines(List<ThresholdResult> thresholds, int width, Ansi ansi) {
        if (thresholds.isEmpty()) {
            return List.of();
        }
        Table table = new Table(
                List.of(new TableColumn("Threshold", Align.LEFT, 99), new TableColumn("Observed", Align.RIGHT, 20),
                        new TableColumn("Limit", Align.LEFT, 10), new TableColumn("", Align.LEFT, 90)),
                ansi);
        for (ThresholdResult one : thresholds) {
            table.add(List.of(new Cell(one.name()), new Cell(one.observed()), new Cell(one.limit()),
                    one.passed() ? new Cell("passed", ansi::green) : new Cell("FAILED", ansi::red)));
        }
        return table.lines(width);
    }
}
