package io.fareswarm.operator.result.text;

import java.util.Arrays;

import io.fareswarm.protocol.VisibleText;

/// Makes untrusted text (names of tasks, responses of targets) safe for a terminal, and measures its width in columns.
final class TerminalText {
    private static final String CUT = "...";
    /// Unicode blocks that terminals draw two columns wide: East Asian scripts and emoji.
    private static final int[][] WIDE = {{0x1100, 0x115f}, {0x2e80, 0xa4cf}, {0xac00, 0xd7a3}, {0xf900, 0xfaff},
            {0xfe30, 0xfe6f}, {0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1faff}, {0x20000, 0x3fffd}};

    private TerminalText() {}

    /// Replaces characters that move the cursor, change colours or reverse the writing direction by `?`.
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .forEach(character -> clean.appendCodePoint(VisibleText.isHarmful(character) ? '?' : character));
        return clean.toString();
    }

    /// Width of the text in columns.
    static int width(String text) {
        return text.codePoints().map(TerminalText::width).sum();
    }

    /// Cuts the text to a maximum width in columns.
    static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int room = columns - CUT.length();
        for (int character : text.codePoints().toArray()) {
            room -= width(character);
            if (room < 0) {
                break;
            }
            cut.appendCodePoint(character);
        }
        return columns < CUT.length() ? CUT.substring(0, Math.max(0, columns)) : cut + CUT;
    }

    static String padRight(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    static String padLeft(String text, int columns) {
        return " ".repeat(Math.max(0, columns - width(text))) + text;
    }

    private static int width(int character) {
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return Arrays.stream(WIDE).anyMatch(block -> character >= block[0] && character <= block[1]) ? 2 : 1;
    }
}
