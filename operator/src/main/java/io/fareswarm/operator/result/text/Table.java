package io.fareswarm.operator.result.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Table with aligned columns that fits the width of a terminal: it drops the columns of lowest rank first, then cuts the
/// names in the first column.
final class Table {
    private static final String GAP = "  ";
    /// Columns are dropped before names are cut below this width.
    private static final int MIN_NAME_WIDTH = 16;

    /// @param rank importance: columns of the lowest rank are dropped first, the first column never
    record TableColumn(String title, Align align, int rank) {}

    enum Align {
        LEFT, RIGHT
    }

    /// @param style style to apply to the text after alignment
    record Cell(String text, UnaryOperator<String> style) {
        Cell { text = TerminalText.clean(text); }

        Cell(String text) {
            this(text, UnaryOperator.identity());
        }
    }

    private final List<TableColumn> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    Table(List<TableColumn> columns, Ansi ansi) {
        this.columns = columns;
        rows.add(columns.stream().map(column -> new Cell(column.title, ansi::dim)).toList());
    }

    void add(List<Cell> row) {
        rows.add(row);
    }

    /// The header and the rows, without trailing spaces.
    List<String> lines(int width) {
        int[] widths = IntStream.range(0, columns.size())
                .map(column -> rows.stream().mapToInt(row -> TerminalText.width(row.get(column).text())).max()
                        .orElse(0))
                .toArray();
        List<Integer> shown = new ArrayList<>(IntStream.range(0, columns.size()).boxed().toList());
        // The first title has the unit of the figures, so it is not cut either.
        int name = Math.min(widths[0], Math.max(MIN_NAME_WIDTH, TerminalText.width(columns.getFirst().title)));
        while (shown.size() > 2 && name + others(shown, widths) > width) {
            int least = shown.stream().skip(1).min(Comparator.comparingInt(column -> columns.get(column).rank))
                    .orElseThrow();
            shown.removeIf(column -> column == least);
        }
        widths[0] = Math.clamp(width - others(shown, widths), 1, widths[0]);
        return rows.stream().map(row -> line(row, shown, widths)).toList();
    }

    private static int others(List<Integer> shown, int[] widths) {
        return shown.stream().skip(1).mapToInt(column -> GAP.length() + widths[column]).sum();
    }

    private String line(List<Cell> row, List<Integer> shown, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column : shown) {
            Cell cell = row.get(column);
            String text = TerminalText.cut(cell.text(), widths[column]);
            String blanks = " ".repeat(widths[column] - TerminalText.width(text));
            line.append(column == 0 ? "" : GAP);
            if (columns.get(column).align == Align.RIGHT) {
                line.append(blanks).append(cell.style().apply(text));
            } else {
                line.append(cell.style().apply(text)).append(blanks);
            }
        }
        return line.toString().stripTrailing();
    }
}
