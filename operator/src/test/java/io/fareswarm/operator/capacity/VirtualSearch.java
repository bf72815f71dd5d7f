package io.fareswarm.operator.capacity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.fareswarm.api.CapacityStatus.Purpose;
import io.fareswarm.operator.capacity.SearchMove.NextStep;

/// A search for the capacity of a simulated target, on its clock.
///
/// @param capacity the capacity found
/// @param steps its steps
/// @param seconds length of the search
record VirtualSearch(Capacity capacity, List<Step> steps, long seconds) {
    static VirtualSearch run(CapacityGoal goal, SimulatedTarget target) {
        List<Step> steps = new ArrayList<>();
        double rate = goal.startRate();
        Purpose purpose = Purpose.ramp;
        long from = 0;
        while (true) {
            target.run(rate);
            long second = target.seconds() - 1;
            Optional<SearchMove> move = new CapacitySearch(goal, with(steps,
                    step(target, rate, purpose, from, second - CapacitySearch.REPORT_SECONDS + 1))).next(second);
            if (move.isPresent()) {
                run(target, move.get() instanceof NextStep ? CapacitySearch.LEAD_SECONDS - 1 : 0, rate);
                steps.add(step(target, rate, purpose, from, target.seconds()));
                if (!(move.get() instanceof NextStep next)) {
                    return new VirtualSearch(new CapacitySearch(goal, steps).found(), steps, target.seconds());
                }
                run(target, next.pauseSeconds(), 0);
                from = target.seconds();
                rate = next.rate();
                purpose = next.purpose();
            }
        }
    }

    private static void run(SimulatedTarget target, int seconds, double rate) {
        for (int second = 0; second < seconds; second++) {
            target.run(rate);
        }
    }

    private static Step step(SimulatedTarget target, double rate, Purpose purpose, long from, long to) {
        return new Step(rate, purpose, StepCounts.of(target.counts(from + Step.SETTLING, to), 1));
    }

    private static List<Step> with(List<Step> steps, Step last) {
        List<Step> all = new ArrayList<>(steps);
        all.add(last);
        return all;
    }
}
