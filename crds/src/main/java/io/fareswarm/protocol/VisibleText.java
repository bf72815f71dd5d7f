package io.fareswarm.protocol;

/// Text from targets and workers, made safe to read in a terminal, a log or a page. Characters that move the cursor, change
/// colours, reverse the writing direction or are invisible are removed.
public final class VisibleText {
    private VisibleText() {}

    /// The text with one space in place of each sequence of harmful characters.
    public static String of(String text) {
        if (isVisible(text)) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length());
        boolean[] after = {false};
        text.codePoints().forEach(character -> {
            boolean harmful = isHarmful(character);
            if (!harmful) {
                visible.appendCodePoint(character);
            } else if (!after[0]) {
                visible.append(' ');
            }
            after[0] = harmful;
        });
        return visible.toString();
    }

    // A loop and not a stream, because the operator checks the texts of every report.
    private static boolean isVisible(String text) {
        int next = 0;
        while (next < text.length()) {
            int character = text.codePointAt(next);
            if (isHarmful(character)) {
                return false;
            }
            next += Character.charCount(character);
        }
        return true;
    }

    /// Whether a character is a control or format character (Unicode's categories Cc and Cf, with the bidirectional controls), a
    /// separator of lines, half of a pair, or one without a meaning.
    public static boolean isHarmful(int character) {
        if (character >= ' ' && character <= '~') {
            return false;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
                true;
            default -> false;
        };
    }
}
