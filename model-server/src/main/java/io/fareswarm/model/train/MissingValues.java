package io.fareswarm.model.train;

import java.util.Set;

/// The texts that pandas' `read_csv` treats as a missing value by default.
final class MissingValues {
    /// Length of the longest text in bytes.
    static final int LONGEST = 8;
    private static final Set<String> SPELLINGS = Set.of("", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN",
            "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null");

    private MissingValues() {}

    static boolean contains(String field) {
        return SPELLINGS.contains(field);
    }
}
