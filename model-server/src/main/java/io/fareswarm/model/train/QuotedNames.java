package io.fareswarm.model.train;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The first names of a list, for a message: each in quotes, "…" for what is left out, and words for an empty name.
///
/// @param first the first names, each of at most [#LONGEST] characters and "…", without control characters
/// @param total number of all names
record QuotedNames(List<String> first, long total) {
    private static final int MOST = 12;
    private static final int LONGEST = 40;

    static QuotedNames of(List<String> names) {
        return new QuotedNames(names.stream().limit(MOST).map(QuotedNames::shortened).toList(), names.size());
    }

    /// A text of at most [#LONGEST] characters and "…", without control characters.
    static String shortened(String text) {
        int end = text.length() <= LONGEST ? text.length() : LONGEST;
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end).replaceAll("\\p{Cntrl}", "�") + (end < text.length() ? "…" : "");
    }

    @Override
    public String toString() {
        String quoted = IntStream.range(0, first.size()).mapToObj(this::quoted).collect(Collectors.joining(", "));
        return total > first.size() ? "%s, … (%d in all)".formatted(quoted, total) : quoted;
    }

    private String quoted(int index) {
        String name = first.get(index);
        if (!name.isEmpty()) {
            return '"' + name + '"';
        }
        return index > 0 && index == total - 1 ? "a last one without a name" : "one without a name";
    }
}
