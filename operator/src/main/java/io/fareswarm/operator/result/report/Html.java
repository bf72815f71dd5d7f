package io.fareswarm.operator.result.report;

import java.util.List;

/// HTML and SVG fragments. All text is escaped with [#escape(String)].
final class Html {
    private Html() {}

    /// Escapes text for an element or a quoted attribute. Characters that HTML does not allow, such as control characters,
    /// and those that reverse the writing direction become U+FFFD.
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\t', '\n' -> escaped.appendCodePoint(character);
                default -> escaped.appendCodePoint(isText(character) ? character : '\uFFFD');
            }
        });
        return escaped.toString();
    }

    private static boolean isText(int character) {
        int type = Character.getType(character);
        boolean reverses = (character >= '\u202a' && character <= '\u202e')
                || (character >= '\u2066' && character <= '\u2069');
        return type != Character.CONTROL && type != Character.SURROGATE && type != Character.UNASSIGNED && !reverses;
    }

    /// Escapes text chosen by users and isolates its writing direction.
    static String name(String text) {
        return "<bdi>" + escape(text) + "</bdi>";
    }

    /// A table with a heading; empty without rows.
    ///
    /// @param left number of leading columns with text; the others have numbers
    /// @param rows cells as HTML
    static String table(String heading, int left, List<String> titles, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<section><h2>%s</h2><div class=\"wide\"><table>\n<thead><tr>"
                .formatted(escape(heading)));
        for (int column = 0; column < titles.size(); column++) {
            html.append("<th scope=\"col\"%s>%s</th>".formatted(column < left ? "" : " class=\"n\"",
                    escape(titles.get(column))));
        }
        html.append("</tr></thead>\n<tbody>\n");
        rows.forEach(row -> html.append(row(left, row)));
        return html.append("</tbody></table></div></section>\n").toString();
    }

    private static String row(int left, List<String> cells) {
        StringBuilder html = new StringBuilder("<tr><th scope=\"row\">").append(cells.getFirst()).append("</th>");
        for (int column = 1; column < cells.size(); column++) {
            html.append(column < left ? "<td>" : "<td class=\"n\">").append(cells.get(column)).append("</td>");
        }
        return html.append("</tr>\n").toString();
    }
}
