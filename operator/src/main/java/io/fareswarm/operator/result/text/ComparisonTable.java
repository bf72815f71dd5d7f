package io.fareswarm.operator.result.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.operator.result.NumberFormats;
import io.fareswarm.operator.result.compare.Comparison;
import io.fareswarm.operator.result.compare.FigureChange;
import io.fareswarm.operator.result.text.Table.Align;
import io.fareswarm.operator.result.text.Table.Cell;
import io.fareswarm.operator.result.text.Table.TableColumn;

/// Table that compares two runs, followed by the list of regressions.
public final class ComparisonTable {
    private static final String NOTHING = "-";

    private ComparisonTable() {}

    /// The table, an empty line, and a line with the regressions.
    public static List<String> lines(Comparison comparison, int width, Ansi ansi) {
        Table table = new Table(
                List.of(new TableColumn("Task", Align.LEFT, 99), new TableColumn("Figure", Align.LEFT, 90),
                        new TableColumn("A", Align.RIGHT, 20), new TableColumn("B", Align.RIGHT, 30),
                        new TableColumn("Change", Align.RIGHT, 40), new TableColumn("", Align.LEFT, 80)),
                ansi);
        String a = verdict(comparison.before());
        String b = verdict(comparison.after());
        table.add(List.of(new Cell("all"), new Cell("verdict"), new Cell(a), new Cell(b), new Cell(""),
                comparison.verdictIsWorse() ? new Cell("WORSE", ansi::red) : new Cell("")));
        for (FigureChange change : comparison.changes()) {
            table.add(List.of(new Cell(Objects.requireNonNullElse(change.task(), "all")), new Cell(change.figure()),
                    new Cell(figure(change, change.before())), new Cell(figure(change, change.after())),
                    new Cell(percent(change)), judgement(change, comparison.tolerance(), ansi)));
        }
        List<String> lines = new ArrayList<>(table.lines(width));
        String tolerance = comparison.tolerance().movePointRight(2).stripTrailingZeros().toPlainString() + "%";
        List<String> regressions = comparison.regressions().stream().map(TerminalText::clean).toList();
        lines.add("");
        lines.add(regressions.isEmpty()
                ? "No regression: nothing is worse in B by more than %s of A.".formatted(tolerance)
                : "Regression: worse in B by more than %s of A: %s".formatted(tolerance,
                        String.join(", ", regressions)));
        return lines;
    }

    private static String verdict(@Nullable Verdict verdict) {
        return verdict == null ? "Error" : verdict.name();
    }

    private static String figure(FigureChange change, @Nullable Double value) {
        if (value == null) {
            return NOTHING;
        }
        if (change.figure().endsWith("ms")) {
            return NumberFormats.millis(value);
        }
        return change.figure().endsWith("%") ? NumberFormats.plain(value) : NumberFormats.rate(value);
    }

    private static String percent(FigureChange change) {
        return change.percent().map(percent -> percent.setScale(1, RoundingMode.HALF_UP))
                .map(percent -> (percent.signum() > 0 ? "+" : "") + percent.toPlainString() + "%").orElse(NOTHING);
    }

    private static Cell judgement(FigureChange change, BigDecimal tolerance, Ansi ansi) {
        return switch (change.judge(tolerance)) {
            case BETTER -> new Cell("better", ansi::green);
            case WORSE -> new Cell("WORSE", ansi::red);
            case SAME, UNKNOWN -> new Cell("");
        };
    }
}
