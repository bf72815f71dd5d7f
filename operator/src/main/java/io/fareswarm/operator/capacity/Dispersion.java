package io.fareswarm.operator.capacity;

import java.util.List;
import java.util.function.Function;

import io.fareswarm.operator.capacity.StepCounts.Counted;

/// How much more the number of bad requests varies than that of independent requests: the factor of its variance.
/// Latencies of consecutive requests are similar, because they wait in the same queue. So bad requests come in groups,
/// and 1,000 requests have as much information as a few dozen independent ones.
///
/// @param factor at least 1
/// @param freedom degrees of freedom of its estimate
record Dispersion(double factor, int freedom) {
    private static final int MOST_FREEDOM = 40;
    private static final int LEAST_FREEDOM = 4;
    /// Least number of batches that give an estimate.
    private static final int LEAST_BATCHES = 8;
    /// Number of lengths of a batch: 1, 2, 4, 8 and 16 seconds.
    static final int LENGTHS = 5;
    /// The factor of bad requests, by that of the slowest quarter. For one queue with exponential service it is 1.6 to 2.2
    /// where 1 % are bad; more, because short steps show too little of it. In a quiet time there are few bad requests, and they alone would give a factor that is too
    /// low just when their number is too low.
    private static final double TAIL = 2.5;

    /// The dispersion over several steps.
    ///
    /// @param steps steps without overload
    static Dispersion of(List<Step> steps, int limit) {
        Dispersion worst = new Dispersion(1, LEAST_FREEDOM);
        for (int length = 0; length < LENGTHS; length++) {
            worst = worst.orWorse(steps, length, 1, step -> step.counts().bad().get(limit));
            worst = worst.orWorse(steps, length, TAIL, step -> step.counts().slowest());
        }
        return worst;
    }

    /// The dispersion of batches of consecutive seconds, if it is greater than this one. Batches that are shorter than the
    /// time in which the queue changes give a factor that is too low, so the greatest one over several lengths is taken.
    ///
    /// @param length binary logarithm of the batches' length
    private Dispersion orWorse(List<Step> steps, int length, double scale, Function<Step, Counted> counted) {
        double squares = 0;
        double expected = 0;
        int batches = 0;
        int means = 0;
        for (Step step : steps) {
            Counted count = counted.apply(step);
            int inStep = step.seconds() >> length;
            if (count.requests() == 0 || count.requests() == step.requests() || inStep < 2) {
                continue;
            }
            squares += count.squares().get(length);
            expected += (double) count.requests() * (inStep << length) / step.seconds();
            batches += inStep;
            means++;
        }
        int freedom = batches - means;
        if (freedom < LEAST_BATCHES || expected == 0) {
            return this;
        }
        double found = scale * squares / expected * batches / freedom;
        return found > factor ? new Dispersion(found, Math.min(freedom, MOST_FREEDOM)) : this;
    }

    /// This dispersion, or a greater one between steps: how far their shares are from a fitted curve.
    Dispersion orBetween(double found, int freedom) {
        return found > factor ? new Dispersion(found, Math.max(LEAST_FREEDOM, freedom)) : this;
    }
}
