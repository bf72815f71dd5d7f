package io.fareswarm.model.train;

import java.nio.charset.StandardCharsets;
import java.util.List;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.StringArrayHandler;

/// One row of a CSV file with any quoting, parsed by FastCSV with pandas' rules.
///
/// FastCSV and pandas differ in text after a field's closing quote. FastCSV rejects it; pandas reads it literally,
/// quotes included, up to the next comma. So `"a"b"c` is passed to FastCSV as `"ab""c"`.
///
/// @param fields the fields; empty for a line of blanks and tabs, which is not a row
/// @param lines number of line ends in the row, including its own
record CsvRow(List<String> fields, int lines) {
    private static final CsvReader.CsvReaderBuilder CSV = CsvReader.builder();

    /// Parses the row from `from` to `to`. It ends with a line end outside quotes.
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
                text.setLength(text.length() - 1); // the closing quote
            } else if (state == RowState.TAIL && (c == '"' || next == RowState.START)) {
                text.append('"');
            }
            text.append(c);
            state = next;
        }
        return text.toString();
    }
}
