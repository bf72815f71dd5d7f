package io.fareswarm.model.train;

import java.util.Arrays;
import java.util.List;

/// The role of each column of the input, from its header. Additional columns are allowed, but their values must not be
/// missing.
final class RideColumns {
    /// The columns of Kaggle's file. The first [#NUMBERS] columns are parsed as numbers. The values of the others must
    /// not be missing.
    static final List<String> NAMES = List.of("fare_amount", "pickup_longitude", "pickup_latitude", "dropoff_longitude",
            "dropoff_latitude", "key", "pickup_datetime", "passenger_count");
    static final int NUMBERS = 5;
    /// The role of an additional column. Other roles are indexes of [#NAMES].
    private static final int OTHER = -1;

    /// The role of a row's name. Its value does not count and may be missing.
    static final int ROW_NAME = -2;

    private final int[] roles;
    private final int rowNames;
    /// What is peculiar about the header; empty if nothing is.
    private final String peculiarity;

    /// @param rowNames number of fields at the start of each row that are its name
    private RideColumns(int[] roles, int rowNames, String peculiarity) {
        this.roles = roles;
        this.rowNames = rowNames;
        this.peculiarity = peculiarity;
    }

    /// The roles of the columns, in the order of the columns. Callers must not change the array.
    int[] roles() {
        return roles;
    }

    /// Whether a column of this role is parsed as a number.
    static boolean isNumber(int role) {
        return role >= 0 && role < NUMBERS;
    }

    /// Reads a header. Of two columns with the same name, the first counts.
    ///
    /// @param line number of the header's line
    /// @throws TrainingException if the name of a required column is missing
    static RideColumns of(List<String> header, long line) throws TrainingException {
        int[] roles = new int[header.size()];
        Arrays.fill(roles, OTHER);
        List<String> missing = NAMES.stream().filter(name -> !header.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new TrainingException(line, unusable(header, missing));
        }
        for (int i = 0; i < NAMES.size(); i++) {
            roles[header.indexOf(NAMES.get(i))] = i;
        }
        return new RideColumns(roles, 0, header.getLast().isEmpty()
                ? "the header ends with a comma, so its last column has no name; rows without a value in it are not used, remove the comma"
                : "");
    }

    private static InputProblem unusable(List<String> header, List<String> missing) {
        InputProblem tlc = TlcColumns.problem(header);
        if (tlc != null) {
            return tlc;
        }
        InputProblem problem = new InputProblem.MissingColumns(missing, QuotedNames.of(header));
        return header.size() == 1 && header.getFirst().matches(".*[;\t|].*")
                ? new InputProblem.Explained(problem, "the header has no comma; separate fields with commas")
                : problem;
    }

    /// These columns for a file whose first row has a number of fields. As in pandas, if these are more than the header's, each
    /// row starts with its name: R's `write.table` writes such files.
    RideColumns withFirstRow(int fields) {
        int more = fields - roles.length;
        if (more <= 0) {
            return this;
        }
        int[] all = new int[fields];
        Arrays.fill(all, 0, more, ROW_NAME);
        System.arraycopy(roles, 0, all, more, roles.length);
        return new RideColumns(all, more, more == 1
                ? "the first row has one field more than the header, so the first field of each row is its name, as in pandas"
                : "the first row has %d fields more than the header, so the first %1$d of each row are its name, as in pandas"
                        .formatted(more));
    }

    /// A problem of the rows, with what is peculiar about the header if that may be the cause.
    InputProblem explained(InputProblem problem) {
        boolean mayBeTheCause = problem instanceof InputProblem.TooFewRows
                || (rowNames > 0 && (problem instanceof InputProblem.BrokenNumber
                        || problem instanceof InputProblem.TooManyFields));
        return mayBeTheCause && !peculiarity.isEmpty() ? new InputProblem.Explained(problem, peculiarity) : problem;
    }
}
