package io.fareswarm.model.train;

import java.util.Locale;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;

import io.fareswarm.model.decimal.DecimalScanner;

/// Parses a block's rows into its [Rides] and reduces them to its [Moments]. For one thread at a time.
///
/// A plain row (no quotes, no blanks about numbers, nothing missing) is read in one pass without copying a byte; any
/// other is read again from its start by a [RowReader].
final class BlockParser {
    private static final int NOT_PLAIN = -1;

    private final Columns columns;
    private final DecimalScanner decimals = new DecimalScanner();
    private final RowReader careful = new RowReader();
    private final double[] numbers = new double[Columns.NUMBERS];

    BlockParser(Columns columns) {
        this.columns = columns;
    }

    /// Fills `rides`, `lines`, `stumble` and `moments` of the block, reading at most `limit` rows.
    void parse(Block block, long limit) {
        block.rides.clear();
        block.lines = 0;
        block.stumble = null;
        int at = block.start;
        while (at < block.end && block.rides.read() < limit && block.stumble == null) {
            int next = plainRow(block.bytes, at);
            if (next == NOT_PLAIN) {
                at = anyRow(block, at);
            } else {
                at = next;
                addRide(block);
                block.lines++;
            }
        }
        block.moments.clear();
        block.moments.add(block.rides.used());
    }

    /// Reads the plain row at `from` into `numbers`.
    ///
    /// @return the start of the next row, or [#NOT_PLAIN]
    private int plainRow(byte[] bytes, int from) {
        int[] roles = columns.roles();
        int last = roles.length - 1;
        int at = from;
        for (int column = 0; column <= last; column++) {
            int role = roles[column];
            if (Columns.isNumber(role)) {
                numbers[role] = decimals.scan(bytes, at);
                at = decimals.end();
                if (at < 0) {
                    return NOT_PLAIN;
                }
            } else {
                int end = Words.fieldEnd(bytes, at);
                if (!plainText(bytes, at, end - at)) {
                    return NOT_PLAIN;
                }
                at = end;
            }
            if (column < last && bytes[at++] != ',') {
                return NOT_PLAIN;
            }
        }
        if (bytes[at] == '\r') {
            at++;
        }
        return bytes[at] == '\n' ? at + 1 : NOT_PLAIN;
    }

    private static boolean plainText(byte[] bytes, int from, int length) {
        byte first = bytes[from];
        if (first == '"' || first == ' ' || first == '\t') {
            return false;
        }
        if (length == 1 || length > MissingValues.LONGEST) {
            return true;
        }
        return length > 0 && first > '1' && first <= '9'; // no spelling of a missing value starts so
    }

    private void addRide(Block block) {
        double fare = numbers[0];
        if (!block.rides.add(fare, numbers[1], numbers[2], numbers[3], numbers[4])) {
            stumble(block, new Problem.BrokenNumber(Columns.NAMES.getFirst(),
                    String.valueOf(fare).toLowerCase(Locale.ROOT)));
        }
    }

    private int anyRow(Block block, int from) {
        careful.read(block.bytes, from, block.end);
        int fields = careful.fields();
        int expected = columns.roles().length;
        boolean cutOff = block.unterminated && careful.next() == block.end;
        if (!careful.closed()) {
            stumble(block, new Problem.UnclosedQuote());
        } else if (fields > expected) {
            stumble(block, new Problem.TooManyFields(expected, fields));
        } else if (!careful.blank()) {
            if (fields < expected && cutOff) {
                stumble(block, new Problem.Truncated(
                        "the last row has %d of %d fields and no line end".formatted(fields, expected)));
            } else {
                addFields(block);
            }
        }
        block.lines += careful.lines();
        return careful.next();
    }

    private void addFields(Block block) {
        boolean missing = false;
        for (int column = 0; column < columns.roles().length; column++) {
            int role = columns.roles()[column];
            if (column >= careful.fields()
                    || MissingValues.contains(careful.text(), careful.start(column), careful.length(column))) {
                missing = true;
            } else if (Columns.isNumber(role)) {
                double number = number(careful.field(column));
                if (Double.isNaN(number)) {
                    stumble(block,
                            new Problem.BrokenNumber(Columns.NAMES.get(role), shown(careful.field(column))));
                    return;
                }
                numbers[role] = number;
            }
        }
        if (missing) {
            block.rides.addMissing();
        } else {
            addRide(block);
        }
    }

    /// The number that pandas reads from a field, NaN when it reads none.
    private static double number(String field) {
        String text = field.strip();
        String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity")) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        try {
            // What Java reads as a number beyond this alphabet, pandas does not: 1d, 0x1p3, NaN.
            return unsigned.chars().allMatch(c -> "0123456789.eE+-".indexOf(c) >= 0)
                    ? JavaDoubleParser.parseDouble(text)
                    : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static void stumble(Block block, Problem problem) {
        block.stumble = new Block.Stumble(block.lines, problem);
    }

    /// What of a field fits into a message.
    static String shown(String field) {
        String text = field.length() > 40 ? field.substring(0, 40) + "…" : field;
        return text.replaceAll("\\p{Cntrl}", "�");
    }
}
