package io.fareswarm.operator.result.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// One figure in two runs.
///
/// @param task name of the task; null for all tasks together
/// @param figure name of the figure, with its unit
/// @param lowerIsBetter whether lower values are better; otherwise higher values are
/// @param before value in the earlier run; null if it has none
/// @param after value in the later run; null if it has none
public record FigureChange(@Nullable String task, String figure, boolean lowerIsBetter, @Nullable Double before,
        @Nullable Double after) {
    /// Assessment of a change.
    public enum Judgement {
        /// Better by more than the tolerance.
        BETTER,
        /// Within the tolerance.
        SAME,
        /// Worse by more than the tolerance, or missing in the later run.
        WORSE,
        /// Missing in the earlier run.
        UNKNOWN
    }

    /// Assesses the change.
    ///
    /// @param tolerance allowed difference, as a ratio of the earlier figure
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

    /// The difference in percent of the earlier figure; empty if a figure is missing or the earlier one is 0.
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
