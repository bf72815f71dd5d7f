package io.fareswarm.model.train;

import java.util.List;

import io.fareswarm.text.Utf8Text;

/// A problem that makes the input of a training unusable. [TrainingException] adds the line.
public sealed interface InputProblem {
    /// An input without a header.
    record Empty() implements InputProblem {}

    /// A header without all columns that training needs.
    record MissingColumns(List<String> missing, QuotedNames found) implements InputProblem {}

    /// A header of a file of New York's taxi commission that has coordinates.
    ///
    /// @param renames the columns to rename, such as `"Start_Lon" to pickup_longitude`
    record TlcNames(List<String> renames) implements InputProblem {}

    /// A header of a file of New York's taxi commission that has numbers of zones in place of coordinates.
    record TlcZones() implements InputProblem {}

    /// A problem that a peculiarity of the header explains.
    record Explained(InputProblem problem, String explanation) implements InputProblem {}

    /// A field that must be a finite number but is not.
    record BrokenNumber(String column, String text) implements InputProblem {}

    /// A row with more fields than the header and the first row.
    record TooManyFields(int expected, int found) implements InputProblem {}

    /// A quoted field without its closing quote.
    record UnclosedQuote() implements InputProblem {}

    /// A byte that is not part of UTF-8.
    record NotUtf8(String detail) implements InputProblem {
        NotUtf8(Utf8Text.Malformed problem) {
            this(String.valueOf(problem.getMessage()));
        }
    }

    /// A row longer than the maximum length.
    record RowTooLong(int bound) implements InputProblem {}

    /// A file that ends in the middle of a row or of its compressed data.
    record Truncated(String detail) implements InputProblem {}

    /// Compressed data that does not match its checksum.
    record Damaged(String detail) implements InputProblem {}

    /// A file of another format.
    ///
    /// @param where where the data of this format is, such as " in the zip"; empty for the file itself
    record OtherFormat(FileFormat format, String where) implements InputProblem {}

    /// An archive that does not contain exactly one file, nor exactly one CSV.
    record NotOneCsv(QuotedNames found) implements InputProblem {}

    /// An archive with an encrypted member.
    record EncryptedMember(String name) implements InputProblem {}

    /// An archive with a member that is neither stored nor compressed with deflate.
    record UnreadableMember(String name, String method) implements InputProblem {}

    /// Too few usable rows to fit three weights.
    record TooFewRows(long used, long read) implements InputProblem {}

    /// Fares or squared residuals beyond the range of a double.
    record FaresTooLarge() implements InputProblem {}

    /// Rows that do not determine the weights.
    record Singular(String feature) implements InputProblem {}

    /// What was expected, what was found and what to do, in one line.
    default String message() {
        return switch (this) {
            case Empty() ->
                "expected a CSV with a header line, found nothing; check that the file was written whole";
            case MissingColumns(var missing, var found) ->
                "expected the column%s %s, found %s; name the columns as Kaggle's New York taxi file does"
                        .formatted(missing.size() == 1 ? "" : "s", String.join(", ", missing), found);
            case TlcNames(var renames) ->
                "expected Kaggle's columns, found a file of New York's taxi commission (TLC) with coordinates; rename %s, and remove all other columns, because a row without a value in any column is not used"
                        .formatted(String.join(", ", renames));
            case TlcZones() ->
                "expected coordinates, found a file of New York's taxi commission (TLC) with zones (PULocationID); it has no coordinates and cannot be used, take Kaggle's file or one of the TLC from before July 2016";
            case Explained(var problem, var explanation) -> "%s (%s)".formatted(problem.message(), explanation);
            case BrokenNumber(var column, var text) ->
                "expected a finite number in %s, found \"%s\"; correct or remove the line".formatted(column, text);
            case TooManyFields(var expected, var found) ->
                "expected %d fields as in the header, found %d; quote fields that hold commas".formatted(expected,
                        found);
            case UnclosedQuote() -> "expected a closing quote, found the end of the file";
            case NotUtf8(var detail) -> detail;
            case RowTooLong(var bound) ->
                "expected a row of at most %d bytes, found a longer one; check that the file is a CSV"
                        .formatted(bound);
            case Truncated(var detail) ->
                "expected the file to go on, found its end: %s; fetch the file again".formatted(detail);
            case Damaged(var detail) ->
                "expected sound compressed data, found damage: %s; fetch the file again".formatted(detail);
            case OtherFormat(var format, var where) ->
                "expected a CSV in UTF-8, plain or in a gzip or a zip, found %s%s; %s".formatted(format.found(), where,
                        format.remedy());
            case NotOneCsv(var found) ->
                "expected a zip with exactly one CSV inside, found %s; give the one to train on, as it is or in a zip of its own"
                        .formatted(found.total() == 0 ? "no file" : found);
            case EncryptedMember(var name) ->
                "expected a zip without a password, found that \"%s\" is encrypted; unpack it and give the CSV"
                        .formatted(name);
            case UnreadableMember(var name, var method) ->
                "expected a zip with members that are stored or compressed with Deflate, found \"%s\" compressed with %s; unpack it and give the CSV"
                        .formatted(name, method);
            case TooFewRows(var used, var read) ->
                "expected at least %d usable rows, found %d of %d read; give more rides".formatted(Moments.WEIGHTS,
                        used, read);
            case FaresTooLarge() ->
                "expected fares whose squares a double can hold, found larger ones; remove rides that no one paid for";
            case Singular(var feature) ->
                "expected rides that differ, found that the %s does not vary apart from the rest; give more varied rides"
                        .formatted(feature);
        };
    }
}
