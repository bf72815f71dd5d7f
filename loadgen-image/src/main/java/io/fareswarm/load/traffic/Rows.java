package io.fareswarm.load.traffic;

import java.util.ArrayList;
import java.util.List;

import io.fareswarm.api.Task;
import io.fareswarm.load.pace.Keys;

/// The rows of a task's data, of which each request takes one by its key alone.
final class Rows {
    static final int MAX_BYTES = 1 << 20;
    static final int MAX_ROWS = 100_000;

    /// Keeps the rows' draws apart from the requests'.
    private static final long ROWS = 0x726f7773L;

    private final List<String> columns;
    private final List<List<String>> rows;
    private final Task.Order order;
    private List<String> current = List.of();

    /// @param csv whose first row names the columns
    /// @throws IllegalArgumentException when it has no rows, too many, or rows of different lengths
    Rows(String csv, Task.Order order) {
        List<List<String>> all = Csv.read(csv);
        if (all.size() < 2 || all.size() - 1 > MAX_ROWS) {
            throw new IllegalArgumentException("expected a line with the columns' names and 1 to " + MAX_ROWS
                    + " rows in data, found " + Math.max(0, all.size() - 1) + " rows");
        }
        columns = all.getFirst().stream().map(String::strip).toList();
        rows = new ArrayList<>(all.subList(1, all.size()));
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).size() != columns.size()) {
                throw new IllegalArgumentException("expected " + columns.size() + " fields in row " + (i + 1)
                        + " of data, found " + rows.get(i).size());
            }
        }
        this.order = order;
    }

    /// The place of a column.
    ///
    /// @throws IllegalArgumentException when there is none of that name
    int column(String name) {
        int column = columns.indexOf(name);
        if (column < 0) {
            throw new IllegalArgumentException("expected #{data.COLUMN} with a column of data (" + String.join(", ",
                    columns) + "), found #{data." + name + "}");
        }
        return column;
    }

    /// Takes the row of a request.
    void select(long seed, long source, long number) {
        int row = switch (order) {
            case sequential -> (int) ((Math.max(source, 0) + number) % rows.size());
            case random -> (int) Math.unsignedMultiplyHigh(Keys.of(seed ^ ROWS, source, number), rows.size());
        };
        current = rows.get(row);
    }

    /// A value of the row that was taken last.
    String value(int column) {
        return current.get(column);
    }
}
