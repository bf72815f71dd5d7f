package io.fareswarm.model.train;

import java.util.List;
import java.util.Locale;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;

import io.fareswarm.text.Utf8Text;

/// Parser of a block's rows into its [FilteredRides] and [Moments]. For one thread at a time.
///
/// [PlainRowReader] reads rows that have no quotes, no blanks around numbers and no missing values. [CsvRow] reads all
/// other rows.
final class BlockParser {
    private final RideColumns columns;
    private final PlainRowReader plain;
    private final double[] numbers = new double[RideColumns.NUMBERS];

    BlockParser(RideColumns columns) {
        this.columns = columns;
        this.plain = new PlainRowReader(columns);
    }

    /// Parses at most `limit` rows, and sets `rides`, `lines`, `parseProblem` and `moments` of the block. Like pandas, it
    /// rejects rows that are not UTF-8 in any column, before it looks at their fields.
    void parse(Block block, long limit) {
        block.rides.clear();
        block.lines = 0;
        block.parseProblem = null;
        int fault = Utf8Text.firstFault(block.bytes, block.start, block.end);
        int at = block.start;
        while (at < block.end && block.rides.read() < limit && block.parseProblem == null) {
            int next = plain.read(block.bytes, at, numbers);
            if (next == PlainRowReader.NOT_PLAIN) {
                at = parseAnyRow(block, at);
            } else {
                at = next;
                addRide(block);
                block.lines++;
            }
        }
        if (at > fault) {
            failText(block, fault);
        }
        block.moments.clear();
        block.moments.add(block.rides.used());
    }

    private void addRide(Block block) {
        double fare = numbers[0];
        if (!block.rides.add(fare, numbers[1], numbers[2], numbers[3], numbers[4])) {
            fail(block, new InputProblem.BrokenNumber(RideColumns.NAMES.getFirst(),
                    String.valueOf(fare).toLowerCase(Locale.ROOT)));
        }
    }

    /// Replaces the problem of a row by that of its text.
    private static void failText(Block block, int fault) {
        Utf8Text.Malformed problem = Utf8Text.Malformed.at(block.bytes, block.start, fault);
        block.parseProblem = new Block.ParseProblem(problem.line() - 1, new InputProblem.NotUtf8(problem));
    }

    private int parseAnyRow(Block block, int from) {
        int next = RowEnds.first(block.bytes, from, block.end);
        if (next < 0) {
            fail(block, new InputProblem.UnclosedQuote());
            return block.end;
        }
        CsvRow row = CsvRow.of(block.bytes, from, next);
        int fields = row.fields().size();
        int expected = columns.roles().length;
        if (fields > expected) {
            fail(block, new InputProblem.TooManyFields(expected, fields));
        } else if (fields > 0 && fields < expected && block.unterminated && next == block.end) {
            fail(block, new InputProblem.Truncated(
                    "the last row has %d of %d fields and no line end".formatted(fields, expected)));
        } else if (fields > 0) {
            addFields(block, row.fields());
        }
        block.lines += row.lines();
        return next;
    }

    private void addFields(Block block, List<String> fields) {
        boolean missing = false;
        for (int column = 0; column < columns.roles().length; column++) {
            int role = columns.roles()[column];
            if (role == RideColumns.ROW_NAME) {
                continue;
            }
            if (column >= fields.size() || MissingValues.contains(fields.get(column))) {
                missing = true;
            } else if (RideColumns.isNumber(role)) {
                double number = number(fields.get(column));
                if (Double.isNaN(number)) {
                    fail(block, new InputProblem.BrokenNumber(RideColumns.NAMES.get(role),
                            QuotedNames.shortened(fields.get(column))));
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

    /// Parses a field like pandas; NaN if it is not a number.
    private static double number(String field) {
        String text = field.strip();
        String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity")) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        try {
            // Java also parses texts such as 1d, 0x1p3 and NaN, which pandas rejects.
            return unsigned.chars().allMatch(c -> "0123456789.eE+-".indexOf(c) >= 0)
                    ? JavaDoubleParser.parseDouble(text)
                    : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static void fail(Block block, InputProblem problem) {
        block.parseProblem = new Block.ParseProblem(block.lines, problem);
    }
}
