package io.fareswarm.operator.result.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// One figure of two runs.
///
/// @param task null for all tasks together
/// @param figure its name, with its unit
/// @param lowerIsBetter else higher is
/// @param before null when the first run has no such figure
/// @param after null when the second run has none
public record FigureChange(@Nullable String task, String figure, boolean lowerIsBetter, @Nullable Double before,
        @Nullable Double after) {

    /// What the change amounts to.
    public enum Judgement {
        /// Beyond the tolerance, in the good direction.
        BETTER,
        /// Within the tolerance.
        SAME,
        /// Beyond the tolerance, in the bad direction; or the second run lost what the first one had.
        WORSE,
        /// There is nothing to hold it against.
        UNKNOWN
    }

    /// @param tolerance the share of the first run's figure that the second one's may differ by
    public Judgement judge(BigDecimal tolerance) {
        if (before == null || after == null) {
            return before == null ? Judgement.UNKNOWN : Judgement.WORSE;
        }
        BigDecimal from = BigDecimal.valueOf(before);
        BigDecimal difference = BigDecimal.valueOf(after).subtract(from);
        if (difference.abs().compareTo(from.multiply(tolerance)) <= 0) {
            return Judgement.SAME;
        }
        return difference.signum() > 0 == lowerIsBetter ? Judgement.WORSE : Judgement.BETTER;
    }

    /// The difference in percent of the first run's figure; empty when there is none, or nothing to hold it against.
    public Optional<BigDecimal> percent() {
        if (before == null || after == null || (before == 0 && after != 0)) {
            return Optional.empty();
        }
        if (before.equals(after)) {
            return Optional.of(BigDecimal.ZERO);
        }
        BigDecimal from = BigDecimal.valueOf(before);
        return Optional.of(BigDecimal.valueOf(after).subtract(from).movePointRight(2).divide(from,
                MathContext.DECIMAL64));
    }
}
