package io.fareswarm.load.traffic;

import java.util.ArrayList;
import java.util.List;

/// Reads CSV as in RFC 4180. Lines may end in a line feed alone; empty lines are passed over.
final class Csv {
    private final String text;
    private int at;

    private Csv(String text) {
        this.text = text;
    }

    /// @throws IllegalArgumentException when a quoted field does not end
    static List<List<String>> read(String text) {
        Csv csv = new Csv(text.startsWith("\ufeff") ? text.substring(1) : text);
        List<List<String>> rows = new ArrayList<>();
        while (csv.at < csv.text.length()) {
            List<String> row = csv.row();
            if (row.size() > 1 || !row.getFirst().isEmpty()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private List<String> row() {
        List<String> fields = new ArrayList<>();
        while (true) {
            fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
            if (at == text.length() || text.charAt(at) != ',') {
                at++; // the line's end
                return List.copyOf(fields);
            }
            at++;
        }
    }

    private String plain() {
        int from = at;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
            at++;
        }
        boolean carriageReturn = at > from && text.charAt(at - 1) == '\r'
                && (at == text.length() || text.charAt(at) == '\n');
        return text.substring(from, carriageReturn ? at - 1 : at);
    }

    private String quoted() {
        StringBuilder field = new StringBuilder();
        int from = at++;
        while (true) {
            int quote = text.indexOf('"', at);
            if (quote < 0) {
                throw new IllegalArgumentException("expected a quote at the end of the field at character " + (from + 1)
                        + " of data, found the end");
            }
            field.append(text, at, quote);
            at = quote + 1;
            if (at == text.length() || text.charAt(at) != '"') {
                return field + plain(); // what follows the quote belongs to the field
            }
            field.append('"');
            at++;
        }
    }
}
