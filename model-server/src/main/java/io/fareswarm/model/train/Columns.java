package io.fareswarm.model.train;

import java.util.Arrays;
import java.util.List;

/// The role of each column of the input, from its header. Additional columns are allowed, but their values must not be
/// missing.
final class Columns {
    /// The columns of Kaggle's file. The first [#NUMBERS] columns are parsed as numbers. The values of the others must
    /// not be missing.
    static final List<String> NAMES = List.of("fare_amount", "pickup_longitude", "pickup_latitude", "dropoff_longitude",
            "dropoff_latitude", "key", "pickup_datetime", "passenger_count");
    static final int NUMBERS = 5;
    /// The role of an additional column. Other roles are indexes of [#NAMES].
    private static final int OTHER = -1;

    private final int[] roles;

    private Columns(int[] roles) {
        this.roles = roles;
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
    static Columns of(List<String> header, long line) throws TrainingException {
        int[] roles = new int[header.size()];
        Arrays.fill(roles, OTHER);
        List<String> missing = NAMES.stream().filter(name -> !header.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new TrainingException(line, new InputProblem.MissingColumns(missing, shown(header)));
        }
        for (int i = 0; i < NAMES.size(); i++) {
            roles[header.indexOf(NAMES.get(i))] = i;
        }
        return new Columns(roles);
    }

    /// A header shortened for a message.
    private static List<String> shown(List<String> header) {
        return header.stream().limit(12).map(QuotedNames::shortened).toList();
    }
}
