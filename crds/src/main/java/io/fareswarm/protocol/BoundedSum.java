package io.fareswarm.protocol;

import java.util.Collection;
import java.util.function.ToLongFunction;

/// Sums of counts that are at most 2^60, so that sums of sums fit into a long. Only reports of a hostile worker add up to
/// the bound.
public final class BoundedSum {
    /// The bound.
    public static final long MAX = 1L << 60;

    private BoundedSum() {}

    /// The sum of two counts.
    ///
    /// @param one from 0 to [#MAX]
    /// @param other from 0 to [#MAX]
    public static long plus(long one, long other) {
        return Math.min(one + other, MAX);
    }

    /// The sum of the counts of all parts.
    public static <T> long of(Collection<T> parts, ToLongFunction<T> count) {
        long sum = 0;
        for (T part : parts) {
            sum = plus(sum, count.applyAsLong(part));
        }
        return sum;
    }
}
