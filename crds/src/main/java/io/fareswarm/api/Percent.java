package io.fareswarm.api;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/// Shares as manifests write them: `1%`, `99.9%`, from `0%` to `100%`, with at most 3 digits after the point.
public final class Percent {
    /// The regular expression (the same in Java and RE2) of a share.
    public static final String PATTERN = "^(100([.]0{1,3})?|[0-9]{1,2}([.][0-9]{1,3})?)%$";

    /// Characters of a share at most.
    public static final int MAX_LENGTH = 8;

    /// The CEL rule, and its message, that a share keeps in a CRD.
    public static final String RULE = "self.matches('" + PATTERN + "')";

    /// What the rule says when it is broken.
    public static final String MESSAGE = "must be a percentage from 0% to 100%, such as 1%";

    private static final Pattern WHOLE = Pattern.compile(PATTERN);

    private Percent() {}

    /// The share as a ratio from 0 to 1: the number nearest to it.
    ///
    /// @throws IllegalArgumentException for anything that is not such a share
    public static double parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "expected a percentage from 0% to 100%, such as 1%, found '" + text + "'");
        }
        return new BigDecimal(text.substring(0, text.length() - 1)).movePointLeft(2).doubleValue();
    }
}
