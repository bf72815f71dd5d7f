package io.fareswarm.load.pace;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.fareswarm.load.Slices;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests the distributions of the random draws, with fixed seeds and without a clock.
class StatisticsTest {
    private static final long MS = 1_000_000L;
    private static final long S = 1_000 * MS;
    private static final int BINS = 20;
    /// The 99.9th percentile of chi square with 19 degrees of freedom.
    private static final double UNLIKELY = 43.8;

    private static UserPacer waits(int users, String min, String max) {
        return (UserPacer) Pacer.of(Slices.of(Slices.users(users, 1e6, min, max)).slice());
    }

    /// Chi square of the draws against the uniform distribution from `from` to `to`.
    private static double chiSquare(LongStream draws, long from, long to) {
        long[] bins = new long[BINS];
        draws.forEach(draw -> bins[(int) ((draw - from) * BINS / (to - from + 1))]++);
        double expected = Arrays.stream(bins).sum() / (double) BINS;
        return Arrays.stream(bins).mapToDouble(bin -> (bin - expected) * (bin - expected) / expected).sum();
    }

    /// Pearson's correlation of each number with the number `lag` places later.
    private static double correlation(long[] numbers, int lag) {
        double mean = Arrays.stream(numbers).average().orElseThrow();
        double variance = Arrays.stream(numbers).mapToDouble(one -> (one - mean) * (one - mean)).sum();
        return IntStream.range(0, numbers.length - lag)
                .mapToDouble(at -> (numbers[at] - mean) * (numbers[at + lag] - mean)).sum() / variance;
    }

    @Test
    void theWaitsOfOneUserAreUniform() {
        UserPacer pace = waits(1, "1s", "5s");
        assertThat(chiSquare(LongStream.range(0, 200_000).map(number -> pace.waitAfter(0, number)), S, 5 * S))
                .isLessThan(UNLIKELY);
    }

    @Test
    void theFirstWaitsOfManyUsersAreUniform() {
        UserPacer pace = waits(200_000, "0s", "3s");
        assertThat(chiSquare(IntStream.range(0, 200_000).mapToLong(user -> pace.waitAfter(user, 0)), 0, 3 * S))
                .isLessThan(UNLIKELY);
    }

    @Test
    void waitsAreIndependentOfEachOtherAndOfOtherUsers() {
        UserPacer pace = waits(100_000, "0s", "5s");
        long[] next = LongStream.range(0, 100_000).map(number -> pace.waitAfter(7, number)).toArray();
        long[] neighbours = IntStream.range(0, 100_000).mapToLong(user -> pace.waitAfter(user, 3)).toArray();
        for (int lag = 1; lag <= 5; lag++) {
            // The bounds are four standard deviations of independent draws.
            assertThat(correlation(next, lag)).isBetween(-0.013, 0.013);
            assertThat(correlation(neighbours, lag)).isBetween(-0.013, 0.013);
        }
    }

    @Test
    void usersSendAtTheRateOfTheirMeanWait() {
        UserPacer pace = waits(1_000, "0s", "5s");
        PriorityQueue<UserSchedule> users = new PriorityQueue<>(
                (one, other) -> Long.compare(one.starts(), other.starts()));
        IntStream.range(0, 1_000).forEach(index -> users.add(new UserSchedule(pace, index)));
        long[] bySecond = new long[200];
        for (UserSchedule user = users.remove(); user.starts() < 200 * S; user = users.remove()) {
            bySecond[(int) (user.starts() / S)]++;
            user.ended(user.starts() + 100 * MS, 0, Long.MAX_VALUE);
            users.add(user);
        }
        long requests = Arrays.stream(bySecond).skip(20).sum();
        // A user's cycle takes 2.6 s on average. With this number of cycles, the standard deviation is 0.2 %.
        assertThat(requests / 180.0).isBetween(0.99 * 1_000 / 2.6, 1.01 * 1_000 / 2.6);
        assertThat(Arrays.stream(bySecond).skip(20).max().orElseThrow()).as("no second is crowded")
                .isLessThan(500);
    }

    @Test
    void constantArrivalsAreEvenWithinEachSecondOnAnyNumberOfWorkers() {
        for (double rate : new double[]{10, 97, 333.3, 1000, 20_000}) {
            for (int workers : new int[]{1, 2, 7}) {
                int[] tenths = new int[50];
                for (int worker = 0; worker < workers; worker++) {
                    ArrivalPacer pace = (ArrivalPacer) Pacer
                            .of(Slices.of(Slices.arrivals(rate, 1_000)).worker(worker, workers).slice());
                    long index = 0;
                    for (long due = pace.due(0); due < 5 * S; due = pace.due(++index)) {
                        tenths[(int) (due / (S / 10))]++;
                    }
                }
                assertThat(Arrays.stream(tenths)).as("%s/s on %s", rate, workers)
                        .allMatch(count -> Math.abs(count - rate / 10) <= 1);
            }
        }
    }
}
