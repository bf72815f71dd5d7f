package io.fareswarm.model.train;

import java.util.Arrays;
import java.util.List;

/// What each column of the input is for, as its header says. Others are allowed, and must only not be missing either.
final class Columns {
    /// The names of Kaggle's file; the first [#NUMBERS] are read as numbers, the rest must only not be missing.
    static final List<String> NAMES = List.of("fare_amount", "pickup_longitude", "pickup_latitude", "dropoff_longitude",
            "dropoff_latitude", "key", "pickup_datetime", "passenger_count");
    static final int NUMBERS = 5;
    /// The role of a column that training does not know. Other roles are positions in [#NAMES].
    private static final int OTHER = -1;

    private final int[] roles;

    private Columns(int[] roles) {
        this.roles = roles;
    }

    /// The role of each column in turn; not to be changed.
    int[] roles() {
        return roles;
    }

    /// Whether a column of this role is read as a number.
    static boolean isNumber(int role) {
        return role >= 0 && role < NUMBERS;
    }

    /// @param line of the header
    /// @throws TrainingException when a name is missing; of two equal names the first counts
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

    /// What of a header fits into a message.
    private static List<String> shown(List<String> header) {
        return header.stream().limit(12).map(BlockParser::shown).toList();
    }
}
