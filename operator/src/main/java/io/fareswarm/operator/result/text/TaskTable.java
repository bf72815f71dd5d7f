package io.fareswarm.operator.result.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Result;
import io.fareswarm.api.Result.Percentiles;
import io.fareswarm.operator.result.LiveWindow;
import io.fareswarm.operator.result.NumberFormats;
import io.fareswarm.operator.result.text.Table.Align;
import io.fareswarm.operator.result.text.Table.Cell;
import io.fareswarm.operator.result.text.Table.TableColumn;

/// Table of a run's results: one row per task, and one for all tasks.
public final class TaskTable {
    private static final List<TableColumn> COLUMNS = List.of(new TableColumn("Task, times in ms", Align.LEFT, 99),
            new TableColumn("Requests", Align.RIGHT, 90), new TableColumn("Fails", Align.RIGHT, 85),
            new TableColumn("Dropped", Align.RIGHT, 70), new TableColumn("Median", Align.RIGHT, 60),
            new TableColumn("p95", Align.RIGHT, 50), new TableColumn("p99", Align.RIGHT, 80),
            new TableColumn("Average", Align.RIGHT, 20),
            new TableColumn("Min", Align.RIGHT, 10), new TableColumn("Max", Align.RIGHT, 40),
            new TableColumn("RPS", Align.RIGHT, 75),
            new TableColumn("Fails/s", Align.RIGHT, 30));
    private static final int DROPPED = 3;

    private TaskTable() {}

    /// The header and the rows.
    ///
    /// @param live rates of the last seconds for the two rate columns; if empty, their rates are over the whole duration
    public static List<String> lines(Result result, Optional<LiveWindow> live, int width, Ansi ansi) {
        boolean dropped = result.dropped() > 0;
        Table table = new Table(without(COLUMNS, dropped), ansi);
        for (int index = 0; index < result.tasks().size(); index++) {
            Result.TaskResult task = result.tasks().get(index);
            LiveWindow.Rate rate = live.isPresent()
                    ? live.get().tasks().get(index)
                    : rate(task.throughput(), task.failures(), task.requests());
            table.add(without(row(task.name(), task.requests(), task.failures(), task.dropped(), task.latencyMs(), rate,
                    UnaryOperator.identity(), ansi), dropped));
        }
        LiveWindow.Rate rate = live.map(LiveWindow::all)
                .orElseGet(() -> rate(result.throughput(), result.failures(), result.requests()));
        table.add(without(row("all", result.requests(), result.failures(), result.dropped(), result.latencyMs(), rate,
                ansi::bold, ansi), dropped));
        return table.lines(width);
    }

    /// Removes the column of dropped requests if there are none.
    private static <T> List<T> without(List<T> cells, boolean dropped) {
        List<T> shown = new ArrayList<>(cells);
        if (!dropped) {
            shown.remove(DROPPED);
        }
        return shown;
    }

    private static LiveWindow.Rate rate(double throughput, long failures, long requests) {
        return new LiveWindow.Rate(throughput, requests == 0 ? 0 : throughput * failures / requests);
    }

    private static List<Cell> row(String name, long requests, long failures, long dropped, @Nullable Percentiles times,
            LiveWindow.Rate rate, UnaryOperator<String> style, Ansi ansi) {
        UnaryOperator<String> bad = failures > 0 ? ansi::red : style;
        List<Cell> cells = new ArrayList<>();
        cells.add(new Cell(name, style));
        cells.add(new Cell(NumberFormats.count(requests), style));
        cells.add(new Cell(NumberFormats.count(failures), bad));
        cells.add(new Cell(NumberFormats.count(dropped), dropped > 0 ? ansi::red : style));
        for (double millis : times == null
                ? new double[]{}
                : new double[]{times.p50(), times.p95(), times.p99(), times.mean(), times.min(), times.max()}) {
            cells.add(new Cell(NumberFormats.millis(millis), style));
        }
        while (cells.size() < COLUMNS.size() - 2) {
            cells.add(new Cell("-", style));
        }
        cells.add(new Cell(NumberFormats.rate(rate.requests()), style));
        cells.add(new Cell(NumberFormats.rate(rate.failures()), rate.failures() > 0 ? ansi::red : style));
        return cells;
    }
}
