package io.fareswarm.operator.capacity;

import java.util.List;
import java.util.function.ToLongFunction;

/// How much more the number of bad requests varies than that of independent requests: the factor of its variance.
/// Latencies of consecutive requests are similar, because they wait in the same queue. So bad requests come in groups,
/// and 1,000 requests tell as much as a few dozen independent ones.
///
/// @param factor at least 1
/// @param freedom degrees of freedom of its estimate
record Dispersion(double factor, int freedom) {
    private static final int MOST_FREEDOM = 40;
    private static final int LEAST_FREEDOM = 4;
    /// Least number of batches that give an estimate.
    private static final int LEAST_BATCHES = 8;
    private static final int LONGEST_BATCH = 16;
    /// The factor of bad requests, by that of the slowest quarter. For one queue with exponential service it is 1.6 to 2.2
    /// where 1 % are bad; more, because short steps show too little of it. In a quiet time there are few bad requests, and they alone would give a factor that is too
    /// low just when their number is too low.
    private static final double TAIL = 2.5;

    /// The dispersion over several steps.
    ///
    /// @param steps steps without overload
    static Dispersion of(List<Step> steps, int limit) {
        Dispersion worst = new Dispersion(1, LEAST_FREEDOM);
        for (int length = 1; length <= LONGEST_BATCH; length *= 2) {
            worst = worst.orWorse(steps, length, 1, step -> second -> second.bad().get(limit));
            worst = worst.orWorse(steps, length, TAIL, step -> {
                int slowest = step.slowestQuarter();
                return second -> second.from(slowest);
            });
        }
        return worst;
    }

    /// The dispersion of batches of consecutive seconds, if it is greater than this one. Batches that are shorter than the
    /// time in which the queue changes give a factor that is too low, so the greatest one over several lengths is taken.
    private Dispersion orWorse(List<Step> steps, int length, double scale, StepCount counted) {
        double squares = 0;
        double expected = 0;
        int batches = 0;
        int means = 0;
        for (Step step : steps) {
            ToLongFunction<SecondCounts> count = counted.of(step);
            double share = (double) step.seconds().stream().mapToLong(count).sum() / step.requests();
            int inStep = step.seconds().size() / length;
            if (!(share > 0 && share < 1) || inStep < 2) {
                continue;
            }
            for (int batch = 0; batch < inStep; batch++) {
                List<SecondCounts> seconds = step.seconds().subList(batch * length, (batch + 1) * length);
                double due = share * seconds.stream().mapToLong(SecondCounts::requests).sum();
                double difference = seconds.stream().mapToLong(count).sum() - due;
                squares += difference * difference / (1 - share);
                expected += due;
            }
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

    private interface StepCount {
        ToLongFunction<SecondCounts> of(Step step);
    }
}
