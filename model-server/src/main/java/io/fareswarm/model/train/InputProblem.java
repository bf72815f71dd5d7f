package io.fareswarm.model.train;

import java.util.List;

/// A problem that makes the input of a training unusable. [TrainingException] adds the line.
public sealed interface InputProblem {

    /// What was expected, what was found and what to do, in one line.
    String message();

    /// An input without a header.
    record Empty() implements InputProblem {
        @Override
        public String message() {
            return "expected a CSV with a header line, found nothing; check that the file was written whole";
        }
    }

    /// A header without all columns that training needs.
    record MissingColumns(List<String> missing, List<String> found) implements InputProblem {
        @Override
        public String message() {
            return "expected the column%s %s, found only %s; name the columns as Kaggle's New York taxi file does"
                    .formatted(missing.size() == 1 ? "" : "s", String.join(", ", missing), found);
        }
    }

    /// A field that must be a finite number but is not.
    record BrokenNumber(String column, String text) implements InputProblem {
        @Override
        public String message() {
            return "expected a finite number in %s, found \"%s\"; correct or remove the line".formatted(
                    column, text);
        }
    }

    /// A row with more fields than the header.
    record TooManyFields(int expected, int found) implements InputProblem {
        @Override
        public String message() {
            return "expected %d fields as in the header, found %d; quote fields that hold commas"
                    .formatted(expected, found);
        }
    }

    /// A quoted field without its closing quote.
    record UnclosedQuote() implements InputProblem {
        @Override
        public String message() {
            return "expected a closing quote, found the end of the file";
        }
    }

    /// A row longer than the maximum length.
    record RowTooLong(int bound) implements InputProblem {
        @Override
        public String message() {
            return "expected a row of at most %d bytes, found a longer one; check that the file is a CSV"
                    .formatted(bound);
        }
    }

    /// A file that ends in the middle of a row or of its compressed data.
    record Truncated(String detail) implements InputProblem {
        @Override
        public String message() {
            return "expected the file to go on, found its end: %s; fetch the file again".formatted(
                    detail);
        }
    }

    /// Compressed data that does not match its checksum.
    record Damaged(String detail) implements InputProblem {
        @Override
        public String message() {
            return "expected sound compressed data, found damage: %s; fetch the file again".formatted(
                    detail);
        }
    }

    /// An archive that does not contain exactly one CSV file.
    record NotOneCsv(List<String> found) implements InputProblem {
        @Override
        public String message() {
            return "expected a zip with exactly one CSV inside, found %s; put the one to train on in a zip of its own"
                    .formatted(found);
        }
    }

    /// Too few usable rows to fit three weights.
    record TooFewRows(long used, long read) implements InputProblem {
        @Override
        public String message() {
            return "expected at least %d usable rows, found %d of %d read; give more rides".formatted(Moments.WEIGHTS,
                    used, read);
        }
    }

    /// Fares or squared residuals beyond the range of a double.
    record FaresTooLarge() implements InputProblem {
        @Override
        public String message() {
            return "expected fares whose squares a double can hold, found larger ones; remove rides that no one paid for";
        }
    }

    /// Rows that do not determine the weights.
    record Singular(String feature) implements InputProblem {
        @Override
        public String message() {
            return "expected rides that differ, found that the %s does not vary apart from the rest; give more varied rides"
                    .formatted(feature);
        }
    }
}
