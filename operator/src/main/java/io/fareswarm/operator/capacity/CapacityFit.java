package io.fareswarm.operator.capacity;

import java.util.List;
import java.util.Optional;

import org.apache.commons.statistics.distribution.FDistribution;

/// Capacity under one limit, from all steps near it: the rate at which the share of bad requests reaches the limit's.
///
/// Near the capacity, the logarithm of the share is taken as a line over the logarithm of the rate. The bounds are those of
/// the profile likelihood: all rates for which some slope explains the counts, given how the counts vary ([Dispersion]).
///
/// @param rate most likely capacity, requests per second
/// @param lower lower bound; 0 if there is none within a factor of 1.65
/// @param upper upper bound; infinite if there is none within a factor of 1.65
record CapacityFit(double rate, double lower, double upper) {
    /// Steps that are farther from the expected capacity do not count, as a share of it. The line is no longer straight there.
    private static final double NEAR = 0.25;
    /// Number of rates that are tried, from e^-0.5 to e^0.5 times the expected capacity.
    private static final int RATES = 241;
    /// Weight of an overloaded step, as a number of requests.
    private static final double OVERLOAD_WEIGHT = 5000;
    private static final double LEAST_SLOPE = Math.log(0.5);
    private static final double GREATEST_SLOPE = Math.log(200);
    private static final int SLOPE_STEPS = 25;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    /// @param around expected capacity
    /// @param confidence probability that the bounds contain the capacity
    /// @return empty if no step is near the expected capacity
    static Optional<CapacityFit> of(List<Step> steps, CapacityGoal goal, int limit, double around, double confidence) {
        List<Step> near = steps.stream()
                .filter(step -> step.requests() > 0 && Math.abs(step.rate() / around - 1) < NEAR).toList();
        return near.isEmpty()
                ? Optional.empty()
                : Optional.of(new Likelihood(near.stream().map(step -> LimitCounts.of(step, limit)).toList(),
                        goal.badShares().get(limit))
                        .fit(limit, around, confidence));
    }

    /// The counts of a step for one limit.
    private record LimitCounts(Step step, double bad, double good, boolean isOverloaded) {
        static LimitCounts of(Step step, int limit) {
            return new LimitCounts(step, step.bad(limit), step.requests() - step.bad(limit), step.isOverloaded(limit));
        }
    }

    private record Likelihood(List<LimitCounts> steps, double allowed) {
        /// The logarithm of the greatest likelihood with a rate as the capacity, and the slope that gives it.
        private record Best(double rate, double likelihood, double slope) {}

        CapacityFit fit(int limit, double around, double confidence) {
            Best[] tried = new Best[RATES];
            int best = 0;
            for (int i = 0; i < RATES; i++) {
                tried[i] = best(around * Math.exp(-0.5 + (double) i / (RATES - 1)));
                best = tried[i].likelihood > tried[best].likelihood ? i : best;
            }
            Dispersion dispersion = dispersion(tried[best], limit);
            double least = tried[best].likelihood - dispersion.factor() / 2
                    * FDistribution.of(1, dispersion.freedom()).inverseCumulativeProbability(confidence);
            int lower = best;
            while (lower >= 0 && tried[lower].likelihood >= least) {
                lower--;
            }
            int upper = best;
            while (upper < RATES && tried[upper].likelihood >= least) {
                upper++;
            }
            return new CapacityFit(tried[best].rate, lower < 0 ? 0 : tried[lower].rate,
                    upper == RATES ? Double.POSITIVE_INFINITY : tried[upper].rate);
        }

        private Dispersion dispersion(Best best, int limit) {
            List<LimitCounts> counted = steps.stream().filter(step -> !step.isOverloaded).toList();
            double between = 0;
            Dispersion within = Dispersion.of(counted.stream().map(LimitCounts::step).toList(), limit);
            for (LimitCounts one : counted) {
                double due = (one.bad + one.good) * Math.exp(logShare(one, best.rate, best.slope));
                double difference = one.bad - due;
                // A few expected requests say little about the curve.
                between += difference * difference / due * Math.min(1, due / within.factor());
            }
            int freedom = counted.size() - 2;
            return freedom > 0 ? within.orBetween(between / freedom, freedom) : within;
        }

        /// Golden-section search over the logarithm of the slope.
        private Best best(double rate) {
            double from = LEAST_SLOPE;
            double to = GREATEST_SLOPE;
            double left = to - GOLDEN * (to - from);
            double right = from + GOLDEN * (to - from);
            double atLeft = logLikelihood(rate, Math.exp(left));
            double atRight = logLikelihood(rate, Math.exp(right));
            for (int i = 0; i < SLOPE_STEPS; i++) {
                if (atLeft < atRight) {
                    from = left;
                    left = right;
                    atLeft = atRight;
                    right = from + GOLDEN * (to - from);
                    atRight = logLikelihood(rate, Math.exp(right));
                } else {
                    to = right;
                    right = left;
                    atRight = atLeft;
                    left = to - GOLDEN * (to - from);
                    atLeft = logLikelihood(rate, Math.exp(left));
                }
            }
            return new Best(rate, Math.max(atLeft, atRight), Math.exp(atLeft > atRight ? left : right));
        }

        private double logLikelihood(double rate, double slope) {
            double sum = 0;
            for (LimitCounts step : steps) {
                double log = logShare(step, rate, slope);
                double share = Math.exp(log);
                if (!step.isOverloaded) {
                    sum += step.bad * log + step.good * Math.log1p(-share);
                } else if (share < Step.OVERLOADED) { // an overloaded step says only that its share is above
                    sum += OVERLOAD_WEIGHT * (Step.OVERLOADED * Math.log(share / Step.OVERLOADED)
                            + (1 - Step.OVERLOADED) * Math.log((1 - share) / (1 - Step.OVERLOADED)));
                }
            }
            return sum;
        }

        /// The logarithm of the expected share of bad requests in a step.
        private double logShare(LimitCounts counts, double rate, double slope) {
            return Math.min(-0.01, Math.log(allowed) + slope * Math.log(counts.step.rate() / rate));
        }
    }
}
