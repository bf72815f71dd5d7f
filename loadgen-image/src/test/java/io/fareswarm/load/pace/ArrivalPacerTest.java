package io.fareswarm.load.pace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.Load;
import io.fareswarm.api.Load.Distribution;
import io.fareswarm.api.Load.RateStage;
import io.fareswarm.api.Load.Shape;
import io.fareswarm.load.Slices;
import io.fareswarm.protocol.LoadChange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArrivalPacerTest {
    private static final long S = 1_000_000_000L;

    private static Load load(@Nullable Double rate, @Nullable List<RateStage> stages, Distribution distribution) {
        return new Load(null, new Load.Arrivals(rate, stages, distribution, 100));
    }

    private static Load stages(Distribution distribution, RateStage... stages) {
        return load(null, List.of(stages), distribution);
    }

    private static RateStage ramp(String duration, double to) {
        return new RateStage(duration, to, Shape.ramp);
    }

    private static RateStage step(String duration, double to) {
        return new RateStage(duration, to, Shape.step);
    }

    private static ArrivalPacer pace(Load load, long warmupMillis, int worker, int workers) {
        return (ArrivalPacer) Pacer.of(
                Slices.of(load).times(warmupMillis, 1_000, 0).worker(worker, workers).slice());
    }

    /// Sorted due times before `end` of the arrivals of all workers.
    private static long[] dues(Load load, long warmupMillis, int workers, long end) {
        List<Long> dues = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            ArrivalPacer pace = pace(load, warmupMillis, worker, workers);
            long index = 0;
            for (long due = pace.due(0); due < end; due = pace.due(++index)) {
                dues.add(due);
            }
        }
        return dues.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private static long[] dues(Load load, long end) {
        return dues(load, 0, 1, end);
    }

    /// Number of due times in each second.
    private static int[] seconds(long[] dues, int seconds) {
        int[] counts = new int[seconds];
        Arrays.stream(dues).forEach(due -> counts[(int) (due / S)]++);
        return counts;
    }

    @Test
    void anArrivalOfARampIsDueWhenTheIntegralOfTheRateReachesItsNumber() {
        // The rate rises from 0 to 10 per second in 4 s, so its integral is 1.25 t².
        long[] dues = dues(stages(Distribution.constant, ramp("4s", 10)), 4 * S);
        assertThat(dues).hasSize(20);
        for (int k = 0; k < dues.length; k++) {
            assertThat(dues[k]).as("arrival %d", k).isBetween((long) (Math.sqrt(k / 1.25) * 1e9) - 1,
                    (long) (Math.sqrt(k / 1.25) * 1e9) + 1);
        }
    }

    @Test
    void aFallingRampMirrorsARisingOne() {
        long[] dues = dues(stages(Distribution.constant, step("1s", 100), ramp("2s", 0), step("1s", 100)), 4 * S);
        assertThat(seconds(dues, 4)).containsExactly(100, 75, 25, 100);
        assertThat(Arrays.stream(dues).filter(due -> due >= 2_900_000_000L && due < 3 * S)).isEmpty();
        assertThat(dues[200]).isEqualTo(3 * S);
    }

    @Test
    void eachSecondOfASteadyStageHasItsRateAndEvenGaps() {
        long[] dues = dues(stages(Distribution.constant, ramp("3s", 77), step("5s", 333), ramp("2s", 333)), 10 * S);
        int[] counts = seconds(dues, 10);
        for (int second = 3; second < 10; second++) {
            assertThat(counts[second]).isBetween(332, 334);
        }
        long[] steady = Arrays.stream(dues).filter(due -> due >= 3 * S).toArray();
        for (int i = 1; i < steady.length; i++) {
            assertThat(steady[i] - steady[i - 1]).isBetween(S / 333 - 1, S / 333 + 2);
        }
    }

    @Test
    void stagesSendExactlyTheIntegralOfTheirRate() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            List<RateStage> stages = new ArrayList<>();
            long length = 0;
            double whole = 0;
            double level = 0;
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                int seconds = 1 + random.nextInt(5);
                int to = random.nextInt(3) == 0 ? 0 : random.nextInt(200);
                boolean rising = random.nextBoolean();
                stages.add(rising ? ramp(seconds + "s", to) : step(seconds + "s", to));
                whole += seconds * (rising ? (level + to) / 2 : to);
                level = to;
                length += seconds;
            }
            Load load = stages(Distribution.constant, stages.toArray(RateStage[]::new));
            assertThat(dues(load, length * S)).as("%s", stages).hasSize((int) Math.ceil(whole));
        }
    }

    @Test
    void aZeroRateSendsNothing() {
        long[] dues = dues(stages(Distribution.constant, step("5s", 0), step("1s", 3)), 6 * S);
        assertThat(seconds(dues, 6)).containsExactly(0, 0, 0, 0, 0, 3);
        assertThat(pace(stages(Distribution.poisson, step("1s", 0)), 0, 0, 1).due(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theWarmupHasTheFirstStagesFinalRateAndTheStagesBeginAfterIt() {
        long[] dues = dues(stages(Distribution.constant, ramp("4s", 10)), 1_500, 1, 6 * S);
        assertThat(seconds(dues, 6)).containsExactly(10, 10, 2, 3, 7, 8);
    }

    @Test
    void anyNumberOfWorkersSendsTheArrivalsOfOne() {
        for (Load load : List.of(load(333.3, null, Distribution.constant), load(200.0, null, Distribution.poisson),
                stages(Distribution.constant, ramp("2s", 150), step("2s", 70), ramp("2s", 0)),
                stages(Distribution.poisson, ramp("2s", 150), step("2s", 70), ramp("2s", 0)))) {
            long[] alone = dues(load, 6 * S);
            assertThat(alone.length).isGreaterThan(100);
            for (int workers = 2; workers <= 8; workers++) {
                assertThat(dues(load, 0, workers, 6 * S)).isEqualTo(alone);
            }
        }
    }

    @Test
    void aPoissonArrivalIsDueAtTheSameInstantInAnyOrderOfQueries() {
        Load load = load(50.0, null, Distribution.poisson);
        ArrivalPacer pace = pace(load, 0, 1, 3);
        long late = pace.due(400);
        long early = pace.due(3);
        assertThat(pace.due(400)).isEqualTo(late);
        assertThat(pace(load, 0, 1, 3).due(3)).isEqualTo(early);
    }

    @Test
    void poissonGapsAreExponential() {
        int count = 100_000;
        double rate = 1000;
        ArrivalPacer pace = pace(load(rate, null, Distribution.poisson), 0, 0, 1);
        int[] deciles = new int[10];
        double sum = 0;
        double squares = 0;
        long last = 0;
        for (int k = 0; k < count; k++) {
            long due = pace.due(k);
            double gap = (due - last) / 1e9 * rate;
            last = due;
            sum += gap;
            squares += gap * gap;
            deciles[(int) Math.min(9, 10 * (1 - Math.exp(-gap)))]++;
        }
        double mean = sum / count;
        assertThat(mean).isBetween(0.99, 1.01);
        assertThat(squares / count - mean * mean).isBetween(0.97, 1.03);
        double chiSquare = Arrays.stream(deciles).mapToDouble(n -> Math.pow(n - count / 10.0, 2) / (count / 10.0))
                .sum();
        assertThat(chiSquare).as("9 degrees of freedom").isLessThan(27.9);
    }

    @Test
    void poissonCountsOfSecondsHaveTheirMeanAsVariance() {
        int[] counts = seconds(dues(load(100.0, null, Distribution.poisson), 1000 * S), 1000);
        double mean = Arrays.stream(counts).average().orElseThrow();
        double variance = Arrays.stream(counts).mapToDouble(n -> (n - mean) * (n - mean)).average().orElseThrow();
        assertThat(mean).isBetween(98.5, 101.5);
        assertThat(variance / mean).isBetween(0.85, 1.15);
    }

    @Test
    void poissonArrivalsFollowTheirStages() {
        int[] counts = seconds(
                dues(stages(Distribution.poisson, ramp("10s", 10_000), step("10s", 2_000)), 20 * S), 20);
        for (int second = 0; second < 10; second++) {
            double expected = 1000 * second + 500;
            assertThat((double) counts[second]).isBetween(expected - 4 * Math.sqrt(expected),
                    expected + 4 * Math.sqrt(expected));
        }
        assertThat(Arrays.stream(counts).skip(10).sum()).isBetween(20_000 - 500, 20_000 + 500);
    }

    @Test
    void aReplacementBeginsWithTheFirstArrivalThatIsDueFromItsStartOn() {
        for (Distribution distribution : Distribution.values()) {
            for (Load load : List.of(load(37.0, null, distribution),
                    stages(distribution, ramp("3s", 50), step("2s", 0), step("4s", 20)))) {
                ArrivalPacer pace = pace(load, 0, 1, 3);
                for (long from = 0; from < 8 * S; from += S / 2) {
                    long first = pace(load, 0, 1, 3).first(from);
                    assertThat(pace.due(first)).isGreaterThanOrEqualTo(from);
                    assertThat(first == 0 || pace.due(first - 1) < from).isTrue();
                }
            }
        }
    }

    @Test
    void aChangedRateIsExactOverAllWorkersAndChangesNothingBeforeItsSecond() {
        Load load = load(40.0, null, Distribution.constant);
        LoadChange[] changes = {new LoadChange(3, null, null, 100.0), new LoadChange(5, null, null, 7.0)};
        long[] before = dues(load, 3 * S);
        for (int workers = 1; workers < 6; workers++) {
            List<Long> dues = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                ArrivalPacer pace = (ArrivalPacer) Pacer
                        .of(Slices.of(load).worker(worker, workers).slice(), List.of(changes));
                for (long index = 0; pace.due(index) < 10 * S; index++) {
                    dues.add(pace.due(index));
                }
            }
            long[] sorted = dues.stream().mapToLong(Long::longValue).sorted().toArray();
            assertThat(seconds(sorted, 10)).containsExactly(40, 40, 40, 100, 100, 7, 7, 7, 7, 7);
            assertThat(Arrays.copyOf(sorted, before.length)).isEqualTo(before);
        }
    }

    @Test
    void anUnusableRateIsRejected() {
        assertThatThrownBy(() -> pace(load(null, null, Distribution.constant), 0, 0, 1))
                .hasMessageContaining("exactly one of rate, stages");
        assertThatThrownBy(() -> pace(stages(Distribution.constant, step("1s", -1)), 0, 0, 1))
                .hasMessageContaining("found -1");
        assertThatThrownBy(() -> pace(stages(Distribution.constant, step("0s", 1)), 0, 0, 1))
                .hasMessageContaining("found 0s");
    }
}
