package io.fareswarm.api;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/// Percentages in manifests: `1%`, `99.9%`, from `0%` to `100%`, with at most 3 digits after the point.
public final class Percent {
    /// The regular expression of a percentage, for Java and RE2.
    public static final String PATTERN = "^(100([.]0{1,3})?|[0-9]{1,2}([.][0-9]{1,3})?)%$";

    /// Maximum number of characters of a percentage.
    public static final int MAX_LENGTH = 8;

    /// The CEL rule of a percentage in a CRD.
    public static final String RULE = "self.matches('" + PATTERN + "')";

    /// The message of the rule.
    public static final String MESSAGE = "must be a percentage from 0% to 100%, such as 1%";

    private static final Pattern WHOLE = Pattern.compile(PATTERN);

    private Percent() {}

    /// Parses a percentage.
    ///
    /// @return a ratio from 0 to 1
    /// @throws IllegalArgumentException if the text is not a percentage
    public static double parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "expected a percentage from 0% to 100%, such as 1%, found '" + text + "'");
        }
        return new BigDecimal(text.substring(0, text.length() - 1)).movePointLeft(2).doubleValue();
    }
}
