package io.fareswarm.model.train;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/// The spellings of a missing value that pandas' `read_csv` knows by default.
final class MissingValues {
    /// Bytes in the longest spelling.
    static final int LONGEST = 8;
    private static final Set<String> SPELLINGS = Set.of("", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN",
            "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null");

    private MissingValues() {}

    static boolean contains(byte[] bytes, int from, int length) {
        return length <= LONGEST
                && SPELLINGS.contains(new String(bytes, from, length, StandardCharsets.ISO_8859_1));
    }
}
