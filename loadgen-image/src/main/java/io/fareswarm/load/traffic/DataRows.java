package io.fareswarm.load.traffic;

import java.util.Arrays;
import java.util.List;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.StringArrayHandler;

import io.fareswarm.api.Task;
import io.fareswarm.digest.KeyedHash;

/// The CSV rows of a task's data. Each request uses one row. For a given seed, the request's key alone determines the
/// row.
final class DataRows {
    static final int MAX_ROWS = 100_000;
    static final int MAX_COLUMNS = 1 << 14;

    /// Key that makes the draws of rows independent of the requests' other draws.
    private static final long ROWS = 0x726f7773L;

    private final List<String> columns;
    private final List<String[]> rows;
    private final Task.RowOrder order;
    private String[] current = {};

    /// @param csv CSV text; its first row names the columns
    /// @throws IllegalArgumentException if the text is not CSV, or has no rows, too many rows, or rows of different
    /// lengths
    DataRows(String csv, Task.RowOrder order) {
        List<String[]> all = read(csv);
        if (all.size() < 2 || all.size() - 1 > MAX_ROWS) {
            throw new IllegalArgumentException("expected a line with the columns' names and 1 to " + MAX_ROWS
                    + " rows in data, found " + Math.max(0, all.size() - 1) + " rows");
        }
        columns = Arrays.stream(all.getFirst()).map(String::strip).toList();
        rows = all.subList(1, all.size());
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).length != columns.size()) {
                throw new IllegalArgumentException("expected " + columns.size() + " fields in row " + (i + 1)
                        + " of data, found " + rows.get(i).length);
            }
        }
        this.order = order;
    }

    /// Reads CSV as in RFC 4180. Lines may also end in LF or CR alone; empty lines are skipped.
    private static List<String[]> read(String csv) {
        try {
            return CsvReader.builder().extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE).allowUnclosedQuote(false)
                    .build(StringArrayHandler.of(fields -> fields.maxFields(MAX_COLUMNS)),
                            csv.startsWith("\ufeff") ? csv.substring(1) : csv)
                    .stream().toList();
        } catch (CsvParseException e) {
            throw new IllegalArgumentException("expected CSV as in RFC 4180 in data, found: " + e.getMessage(), e);
        }
    }

    /// The index of a column.
    ///
    /// @throws IllegalArgumentException when no column has that name
    int column(String name) {
        int column = columns.indexOf(name);
        if (column < 0) {
            throw new IllegalArgumentException("expected #{data.COLUMN} with a column of data (" + String.join(", ",
                    columns) + "), found #{data." + name + "}");
        }
        return column;
    }

    /// Selects the row of a request.
    void select(long seed, long source, long number) {
        int row = switch (order) {
            case sequential -> (int) ((Math.max(source, 0) + number) % rows.size());
            case random -> (int) Math.unsignedMultiplyHigh(KeyedHash.of(seed ^ ROWS, source, number), rows.size());
        };
        current = rows.get(row);
    }

    String value(int column) {
        return current[column];
    }
}
