package io.fareswarm.model.train;

import java.nio.charset.StandardCharsets;
import java.util.List;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.StringArrayHandler;

/// Any one row, plain or not, read by FastCSV where pandas reads the same.
///
/// They differ in one thing, the text after a field's closing quote: FastCSV refuses it; pandas takes it as it is, with
/// its quotes, up to the next comma. So `"a"b"c` is given to FastCSV as `"ab""c"`.
///
/// @param fields none when the line holds nothing but blanks and tabs, and thus is no row
/// @param lines line ends in the row, its own included
record CsvRow(List<String> fields, int lines) {
    private static final CsvReader.CsvReaderBuilder CSV = CsvReader.builder();

    /// Reads a row that a line end outside quotes ends at `to - 1`.
    static CsvRow of(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (text.chars().allMatch(c -> " \t\r\n".indexOf(c) >= 0)) {
            return new CsvRow(List.of(), 1);
        }
        int feeds = (int) text.chars().filter(c -> c == '\n').count();
        StringArrayHandler fields = StringArrayHandler.of(limits -> limits.maxFields(text.length()));
        return new CsvRow(List.of(CSV.ofSingleCsvRecord(fields, withTailsInQuotes(text))),
                text.endsWith("\r") ? feeds + 1 : feeds);
    }

    private static String withTailsInQuotes(String row) {
        StringBuilder text = new StringBuilder(row.length());
        RowState state = RowState.START;
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            RowState next = state.after(c);
            if (state == RowState.CLOSED && next == RowState.TAIL) {
                text.setLength(text.length() - 1); // the quote that closed too early
            } else if (state == RowState.TAIL && (c == '"' || next == RowState.START)) {
                text.append('"');
            }
            text.append(c);
            state = next;
        }
        return text.toString();
    }
}
