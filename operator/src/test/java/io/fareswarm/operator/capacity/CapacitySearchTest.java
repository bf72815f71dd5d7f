package io.fareswarm.operator.capacity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.CapacityStatus.Purpose;
import io.fareswarm.operator.capacity.SearchMove.End;
import io.fareswarm.operator.capacity.SearchMove.NextStep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CapacitySearchTest {
    private static final CapacityGoal GOAL = new CapacityGoal(50, 20_000, 0.05, 0.95, 10, 60, 600, List.of(0.01));
    private static final int RUNS = 60;

    @Test
    void theBoundsContainTheTrueCapacityAndTheRateIsNearIt() {
        CapacityCoverage coverage = CapacityCoverage.of(CapacityCoverage.oneQueue(1000, 0.02), RUNS);
        assertThat(coverage.covered()).isGreaterThan(0.9);
        assertThat(coverage.medianError()).isLessThan(0.05);
        assertThat(coverage.medianSeconds()).isLessThan(300); // of the virtual clock
        assertThat(coverage.medianWidth()).isLessThan(0.15);
    }

    @Test
    void aSlowTargetHasWiderBoundsThatContainItsCapacity() {
        CapacityCoverage slow = CapacityCoverage.of(CapacityCoverage.oneQueue(100, 0.2), RUNS);
        assertThat(slow.covered()).isGreaterThan(0.85);
        assertThat(slow.medianWidth()).isGreaterThan(0.15);
        assertThat(slow.searches()).allSatisfy(search -> assertThat(search.seconds()).isLessThanOrEqualTo(600));
    }

    @Test
    void aTargetThatRejectsRequestsHasTheCapacityOfItsQueue() {
        CapacityCoverage coverage = CapacityCoverage.of(CapacityCoverage.rejecting(), RUNS);
        assertThat(coverage.covered()).isGreaterThan(0.9);
        assertThat(coverage.medianError()).isLessThan(0.05);
    }

    @Test
    void aTargetThatBecomesFasterInTheSearchIsMeasuredAgain() {
        CapacityCoverage coverage = CapacityCoverage.of(CapacityCoverage.warming(), RUNS / 2);
        assertThat(coverage.covered()).isGreaterThan(0.7);
        assertThat(coverage.medianError()).isLessThan(0.05);
    }

    @Test
    void aTargetWithoutALimitHasTheGreatestRateAsLowerBound() {
        CapacityGoal goal = new CapacityGoal(50, 800, 0.05, 0.95, 10, 60, 600, List.of(0.01));
        VirtualSearch search = VirtualSearch.run(goal,
                new SimulatedTarget((arrival, _, _) -> arrival + 0.001, 0.02, 1));
        assertThat(search.capacity()).isEqualTo(new Capacity(800, 800, Double.POSITIVE_INFINITY, -1, true));
        assertThat(search.steps()).extracting(Step::rate).containsExactly(50.0, 100.0, 200.0, 400.0, 800.0, 800.0);
    }

    @Test
    void aTargetThatIsAlwaysTooSlowHasNoCapacity() {
        VirtualSearch search = VirtualSearch.run(GOAL, new SimulatedTarget((arrival, _, _) -> arrival + 1, 0.02, 1));
        assertThat(search.capacity().rate()).isZero();
        assertThat(search.capacity().limit()).isZero();
        assertThat(search.capacity().isConfirmed()).isFalse();
    }

    @Test
    void theLimitWithTheLowestCapacityDeterminesIt() {
        CapacityGoal goal = new CapacityGoal(50, 20_000, 0.05, 0.95, 10, 60, 600, List.of(0.5, 0.01));
        CapacitySearch search = new CapacitySearch(goal,
                List.of(step(100, Purpose.ramp, 10, 1000, 1, 0), step(200, Purpose.ramp, 10, 2000, 2, 100)));
        assertThat(search.found().limit()).isEqualTo(1);
    }

    @Test
    void anOverloadEndsItsStepAtOnceAndTheNextOneWaitsForTheBacklog() {
        Step overloaded = new Step(800, Purpose.ramp,
                StepCounts.of(Collections.nCopies(2,
                        new SecondCounts(400, List.of(390L), Collections.nCopies(SecondCounts.BUCKETS, 0), 800)), 1));
        CapacitySearch search = new CapacitySearch(GOAL,
                List.of(step(400, Purpose.ramp, 10, 4000, 0), overloaded));
        // 800 in flight and 400 more in each of the 7 s until the next step are 9 s of work.
        assertThat(search.next(44)).hasValueSatisfying(
                move -> assertThat(move).isEqualTo(new NextStep(Math.sqrt(400 * 800), Purpose.narrow, 11)));
    }

    @Test
    void aStepGoesOnUntilItHasEnoughRequests() {
        CapacitySearch short3 = new CapacitySearch(GOAL, List.of(step(50, Purpose.ramp, 2, 100, 0)));
        assertThat(short3.next(4)).isEmpty();
        CapacitySearch few = new CapacitySearch(GOAL, List.of(step(50, Purpose.ramp, 9, 450, 0)));
        assertThat(few.next(11)).isEmpty();
        CapacitySearch enough = new CapacitySearch(GOAL, List.of(step(50, Purpose.ramp, 10, 500, 0)));
        assertThat(enough.next(12)).contains(new NextStep(100, Purpose.ramp, 0));
    }

    @Test
    void theSearchEndsWhenItsTimeIsOver() {
        CapacitySearch search = new CapacitySearch(GOAL, List.of(step(50, Purpose.ramp, 1, 50, 0)));
        assertThat(search.next(595)).contains(new End());
    }

    @Test
    void aRateThatIsNotConfirmedIsLowered() {
        List<Step> steps = new ArrayList<>(List.of(step(400, Purpose.ramp, 10, 4000, 0),
                step(700, Purpose.narrow, 10, 7000, 20), step(800, Purpose.ramp, 10, 8000, 160),
                step(720, Purpose.measure, 20, 14_400, 60), step(780, Purpose.measure, 20, 15_600, 260),
                step(750, Purpose.confirm, 60, 45_000, 700)));
        Capacity lowered = new CapacitySearch(GOAL, steps).found();
        assertThat(lowered.isConfirmed()).isFalse();
        assertThat(lowered.rate()).isLessThan(750).isBetween(lowered.lower(), lowered.upper());
        steps.set(5, step(750, Purpose.confirm, 60, 45_000, 300));
        assertThat(new CapacitySearch(GOAL, steps).found().isConfirmed()).isTrue();
    }

    @Test
    void aLimitThatIsExceededByChanceBelowAnotherRateLowersTheCapacityAndDoesNotMakeItZero() {
        List<Step> steps = List.of(step(400, Purpose.ramp, 10, 4000, 20), step(800, Purpose.ramp, 10, 8000, 800),
                step(450, Purpose.measure, 20, 9000, 100), step(380, Purpose.confirm, 60, 22_800, 300));
        Capacity found = new CapacitySearch(GOAL, steps).found();
        assertThat(found.rate()).isBetween(200.0, 380.0);
        assertThat(found.isConfirmed()).isFalse();
    }

    @Test
    void equalStepsGiveEqualMoves() {
        CapacitySearch search = new CapacitySearch(GOAL,
                List.of(step(400, Purpose.ramp, 10, 4000, 0), step(800, Purpose.ramp, 10, 8000, 200)));
        assertThat(search.next(60)).isEqualTo(new CapacitySearch(GOAL, search.steps()).next(60)).isPresent();
    }

    @Test
    void aLimitThatAllowsNoBadRequestIsRejected() {
        assertThatThrownBy(() -> new CapacityGoal(50, 100, 0.05, 0.95, 10, 60, 600, List.of(0.0)))
                .hasMessageContaining("between 0 and 1, found [0.0]");
        assertThatThrownBy(() -> new CapacityGoal(50, 100, 0.05, 0.95, 10, 60, 600, List.of()))
                .hasMessageContaining("at least one limit");
    }

    /// A step whose requests are spread evenly over its seconds.
    ///
    /// @param bad for each limit, the number of bad requests
    private static Step step(double rate, Purpose purpose, int seconds, long requests, long... bad) {
        List<SecondCounts> counts = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            List<Long> each = new ArrayList<>();
            for (long all : bad) {
                each.add(all * (second + 1) / seconds - all * second / seconds);
            }
            List<Integer> latencies = new ArrayList<>(Collections.nCopies(SecondCounts.BUCKETS, 0));
            latencies.set(20, (int) (requests / seconds));
            counts.add(new SecondCounts(requests / seconds, each, latencies, 1));
        }
        return new Step(rate, purpose, StepCounts.of(counts, bad.length));
    }
}
