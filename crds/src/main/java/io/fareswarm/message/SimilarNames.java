package io.fareswarm.message;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Search for existing names that a mistyped name may stand for.
public final class SimilarNames {
    private static final int MOST = 3;
    /// Edits that any name may differ by; a longer name may differ by a third of its length.
    private static final int LEAST_EDITS = 2;

    private SimilarNames() {}

    /// At most three names, the most similar first. Two names are similar if few edits make one of the other: an insertion, a
    /// deletion or a replacement of a character, or a swap of two neighbours.
    public static List<String> of(String wanted, Collection<String> existing) {
        int most = Math.max(LEAST_EDITS, wanted.length() / 3);
        return existing.stream().filter(name -> Math.abs(name.length() - wanted.length()) <= most)
                .filter(name -> edits(wanted, name) <= most)
                .sorted(Comparator.comparingInt((String name) -> edits(wanted, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST).toList();
    }

    /// The similar names for the end of a message, such as `; similar: taxi, taxis`. Empty without any.
    public static String hint(String wanted, Collection<String> existing) {
        List<String> similar = of(wanted, existing);
        return similar.isEmpty() ? "" : "; similar: " + String.join(", ", similar);
    }

    /// The least number of edits between two names (optimal string alignment).
    private static int edits(String from, String to) {
        int[][] least = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                least[i][j] = i == 0 || j == 0 ? i + j : edits(least, from, to, i, j);
            }
        }
        return least[from.length()][to.length()];
    }

    private static int edits(int[][] least, String from, String to, int i, int j) {
        boolean isSame = from.charAt(i - 1) == to.charAt(j - 1);
        int edits = Math.min(least[i - 1][j - 1] + (isSame ? 0 : 1), Math.min(least[i - 1][j], least[i][j - 1]) + 1);
        boolean isSwapped = i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        return isSwapped ? Math.min(edits, least[i - 2][j - 2] + 1) : edits;
    }
}
