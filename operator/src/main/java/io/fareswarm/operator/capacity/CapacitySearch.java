package io.fareswarm.operator.capacity;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

import io.fareswarm.api.CapacityStatus.Purpose;
import io.fareswarm.operator.capacity.SearchMove.End;
import io.fareswarm.operator.capacity.SearchMove.NextStep;

/// Search for the highest Poisson arrival rate at which every limit holds.
///
/// The rate doubles until a limit is exceeded. The range between the last rate within all limits and the first one
/// outside is halved until it is small. Then steps around the estimate measure how the share of bad requests depends on the
/// rate ([CapacityFit]), until the bounds are narrow enough. A last, longer step confirms a rate slightly below the
/// estimate. All of it is a function of the steps so far, so a restarted operator continues the search.
///
/// @param steps steps so far, at least one; the last one is in progress
public record CapacitySearch(CapacityGoal goal, List<Step> steps) {
    /// Seconds from a decision until its rate takes effect. It has to reach every worker within them.
    public static final int LEAD_SECONDS = 5;
    /// Seconds until the counts of a second are known.
    public static final int REPORT_SECONDS = 2;

    private static final int DELAY = LEAD_SECONDS + REPORT_SECONDS;
    /// A step that looks for the range ends with this many allowed bad requests, or after half the length of the last step.
    private static final int ALLOWED_BAD = 5;
    /// Share of bad requests that ends a step at once.
    private static final double MOSTLY_BAD = 0.5;
    private static final int LEAST_REQUESTS = 20;
    /// Ratio of the range's ends at which the steps around the estimate begin.
    private static final double NARROW = 1.25;
    /// Distance of these steps from the estimate, as a share of it. They show the slope.
    private static final double SPREAD = 0.05;
    private static final int LEAST_MEASURED = 2;
    /// Share of the allowed bad requests below which a step contradicts an earlier one.
    private static final double FAR_WITHIN = 0.25;
    /// Ratio of the lowest rate outside and the confirmed rate up to which a step far within the limits is a doubt of the former.
    private static final double CLOSE = 1.12;
    /// Half the distance of the bounds before the last step, by the precision. The last step makes them narrower.
    private static final double BEFORE_CONFIRM = 1.8;
    /// How far below the estimate the rate found is, by the precision.
    private static final double MARGIN = 0.3;
    /// Part of the error probability that the final bounds have. Repeated looks and the choice of the steps take the rest.
    private static final double FINAL_ERROR = 0.6;
    private static final int LONGEST_PAUSE = 30;
    /// Part of the confirming step that has to count.
    private static final double WHOLE = 0.8;
    /// Lowest rate of a step, by the first one.
    private static final double LOWEST = 1.0 / 64;

    /// Requires a step.
    public CapacitySearch {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("expected at least one step, found none");
        }
    }

    /// The next move; empty while the last step goes on. A step takes effect [#LEAD_SECONDS] later, the end at once.
    ///
    /// @param second current second of the run
    public Optional<SearchMove> next(long second) {
        if (second + LEAD_SECONDS >= goal.seconds()) {
            return Optional.of(new End());
        }
        if (last().seconds() == 0 || !isOver()) {
            return Optional.empty();
        }
        SearchMove move = after(second);
        boolean isTooLate = move instanceof NextStep next
                && second + 2 * LEAD_SECONDS + next.pauseSeconds() >= goal.seconds();
        return Optional.of(isTooLate ? new End() : move);
    }

    private Step last() {
        return steps.getLast();
    }

    /// Whether the last step ends: [#LEAD_SECONDS] from now, or at once if it is the one that confirms.
    private boolean isOver() {
        if (isMostlyBad()) {
            return true;
        }
        int counted = last().seconds();
        return switch (last().purpose()) {
            case ramp, narrow -> counted >= goal.stepSeconds() - DELAY
                    && (hasEnoughRequests() || counted >= goal.confirmSeconds() / 2);
            case measure -> counted >= 2 * goal.stepSeconds() - DELAY;
            case confirm -> counted >= goal.confirmSeconds();
        };
    }

    private boolean isMostlyBad() {
        return last().seconds() >= 2 && last().requests() >= LEAST_REQUESTS
                && last().badShare(worstLimit(last())) > MOSTLY_BAD;
    }

    private boolean hasEnoughRequests() {
        double strictest = goal.badShares().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        return last().requests() >= ALLOWED_BAD / strictest;
    }

    private SearchMove after(long second) {
        double above = lowestOutside();
        double below = highestWithin(above);
        if (last().purpose() == Purpose.confirm) {
            return isDoubtful(above) ? step(above, Purpose.measure) : new End();
        }
        if (confirming().isPresent() && last().purpose() == Purpose.measure && !last().isWithin(goal)) {
            return new End();
        }
        if (Double.isInfinite(above)) {
            return last().rate() >= goal.maxRate()
                    ? step(goal.maxRate(), Purpose.confirm)
                    : step(last().rate() * 2, Purpose.ramp);
        }
        if (below == 0) {
            return above / 2 < goal.startRate() * LOWEST ? new End() : step(above / 2, Purpose.narrow);
        }
        if (above / below > NARROW) {
            return step(Math.sqrt(above * below), Purpose.narrow);
        }
        double expected = Math.sqrt(above * below);
        Capacity fitted = fitted(expected);
        long measured = steps.reversed().stream().takeWhile(step -> step.purpose() == Purpose.measure).count();
        boolean isNarrow = measured >= LEAST_MEASURED && halfWidth(fitted) <= BEFORE_CONFIRM * goal.precision();
        long left = goal.seconds() - second;
        if (isNarrow || left < goal.confirmSeconds() + 2L * (Step.SETTLING + DELAY) + 2L * goal.stepSeconds()) {
            return step(fitted.rate() * (1 - MARGIN * goal.precision()), Purpose.confirm);
        }
        double rate = fitted.rate() * (1 + (measured % 2 == 0 ? -SPREAD : SPREAD));
        return step(Math.clamp(rate, 0.75 * expected, 1.3 * expected), Purpose.measure);
    }

    /// Whether the last step was so far within the limits that the lowest rate outside may be out of date.
    private boolean isDoubtful(double above) {
        return excess(last()) <= FAR_WITHIN && above / last().rate() <= CLOSE;
    }

    /// The step that confirms the rate found; empty before it.
    private Optional<Step> confirming() {
        for (Step step : steps.reversed()) {
            switch (step.purpose()) {
                case confirm -> {
                    return Optional.of(step);
                }
                case ramp, narrow -> {
                    return Optional.empty();
                }
                case measure -> {
                }
            }
        }
        return Optional.empty();
    }

    private static double halfWidth(Capacity fitted) {
        return (fitted.upper() - fitted.lower()) / 2 / fitted.rate();
    }

    private NextStep step(double rate, Purpose purpose) {
        return new NextStep(Math.min(rate, goal.maxRate()), purpose, pause());
    }

    /// Seconds that the target needs for its backlog after an overload.
    private int pause() {
        if (!last().isOverloaded(goal)) {
            return 0;
        }
        double perSecond = Math.max(1, (double) last().requests() / last().seconds());
        double backlog = last().counts().inFlight() + DELAY * Math.max(0, last().rate() - perSecond);
        return (int) Math.min(LONGEST_PAUSE, Math.ceil(backlog / perSecond) + 2);
    }

    /// The lowest rate with a limit exceeded, as observed; infinite if there is none.
    private double lowestOutside() {
        return valid().stream().filter(step -> step.requests() > 0 && !step.isWithin(goal)).mapToDouble(Step::rate)
                .min().orElse(Double.POSITIVE_INFINITY);
    }

    /// The steps without those that a later one shows to be out of date: a limit was exceeded, and later the target was far
    /// within all limits at this rate or a higher one. It has become faster, for example because it has warmed up.
    private List<Step> valid() {
        List<Step> valid = new ArrayList<>();
        double within = 0; // greatest rate of the later steps
        for (Step step : steps.reversed()) {
            if (step.requests() > 0 && excess(step) <= FAR_WITHIN) {
                within = Math.max(within, step.rate());
            }
            if (step.isWithin(goal) || step.rate() > within) {
                valid.addFirst(step);
            }
        }
        return valid;
    }

    /// The greatest share of bad requests, by the share that its limit allows.
    private double excess(Step step) {
        int worst = worstLimit(step);
        return step.badShare(worst) / goal.badShares().get(worst);
    }

    /// The highest rate below `above` with every limit within, as observed; 0 if there is none.
    private double highestWithin(double above) {
        return steps.stream()
                .filter(step -> step.requests() > 0 && step.isWithin(goal) && step.rate() < above)
                .mapToDouble(Step::rate).max().orElse(0);
    }

    /// The capacity after the search.
    public Capacity found() {
        boolean isCut = (last().purpose() == Purpose.ramp || last().purpose() == Purpose.narrow) && !isOver();
        if (isCut) { // its queue may still grow
            return steps.size() == 1
                    ? new Capacity(0, 0, Double.POSITIVE_INFINITY, -1, false)
                    : new CapacitySearch(goal, steps.subList(0, steps.size() - 1)).found();
        }
        double above = lowestOutside();
        double below = highestWithin(above);
        Optional<Step> confirming = confirming()
                .filter(step -> step.seconds() >= WHOLE * goal.confirmSeconds() && step.isWithin(goal));
        boolean confirms = confirming.isPresent();
        if (Double.isInfinite(above)) {
            return new Capacity(below, confirms ? below : 0, Double.POSITIVE_INFINITY, -1, confirms);
        }
        if (steps.stream().noneMatch(step -> step.requests() > 0 && step.isWithin(goal))) {
            return new Capacity(0, 0, above, worstLimit(above), false);
        }
        // A limit may be exceeded by chance below a rate that was within all of them.
        Capacity fitted = fitted(below == 0 ? above : Math.sqrt(above * below));
        double rate = confirming.map(Step::rate).orElse(fitted.rate() * (1 - MARGIN * goal.precision()));
        return new Capacity(Math.clamp(rate, fitted.lower(), fitted.upper()), fitted.lower(), fitted.upper(),
                fitted.limit(), confirms);
    }

    /// The capacity by all steps: the lowest one over the limits. Each limit has its share of the error probability, so that
    /// the lowest bounds hold together. Without steps near the expected capacity there are no bounds.
    private Capacity fitted(double expected) {
        double confidence = 1 - (1 - goal.confidence()) * FINAL_ERROR / goal.badShares().size();
        List<Step> counted = valid();
        NavigableMap<Double, Integer> limits = new TreeMap<>();
        double lower = Double.POSITIVE_INFINITY;
        double upper = Double.POSITIVE_INFINITY;
        for (int limit = 0; limit < goal.badShares().size(); limit++) {
            Optional<CapacityFit> fit = CapacityFit.of(counted, goal, limit, expected, confidence);
            if (fit.isPresent()) {
                limits.putIfAbsent(fit.get().rate(), limit);
                lower = Math.min(lower, fit.get().lower());
                upper = Math.min(upper, fit.get().upper());
            }
        }
        return limits.isEmpty()
                ? new Capacity(expected, 0, Double.POSITIVE_INFINITY, worstLimit(lowestOutside()), false)
                : new Capacity(limits.firstKey(), lower, upper, limits.firstEntry().getValue(), false);
    }

    /// The limit that the lowest rate outside exceeds most.
    private int worstLimit(double above) {
        return worstLimit(valid().stream().filter(step -> step.rate() == above).findFirst().orElseThrow());
    }

    /// The limit that a step exceeds most, by the shares of bad requests.
    private int worstLimit(Step step) {
        int worst = 0;
        for (int limit = 1; limit < goal.badShares().size(); limit++) {
            if (step.badShare(limit) / goal.badShares().get(limit) > step.badShare(worst)
                    / goal.badShares().get(worst)) {
                worst = limit;
            }
        }
        return worst;
    }
}
