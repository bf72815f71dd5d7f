package io.fareswarm.operator.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

/// Compares merged percentiles with those of a sorted log of all samples. As in wrk2, a sample's latency counts from the
/// instant at which it was due.
class RecordedLogTest {
    private static final double[] PERCENTILES = {0, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100};
    private static final int WORKERS = 3;
    private static final int RATE = 2_000;
    private static final int SECONDS = 60;

    /// Latencies in microseconds by worker and by the second in which they ended.
    private final List<List<List<Long>>> log = new ArrayList<>();

    RecordedLogTest() {
        for (int worker = 0; worker < WORKERS; worker++) {
            List<List<Long>> seconds = new ArrayList<>();
            for (int second = 0; second <= SECONDS; second++) {
                seconds.add(new ArrayList<>());
            }
            log.add(seconds);
        }
    }

    /// A server with one request at a time, exponential service times of 0.3 ms, and a stall of two seconds.
    private void runWithAStall() {
        Random random = new Random(7);
        double free = 0;
        for (int number = 0; number < RATE * SECONDS; number++) {
            double due = number * 1e6 / RATE;
            double begun = Math.max(due, free);
            begun = begun >= 20e6 && begun < 22e6 ? 22e6 : begun;
            free = begun - 300 * Math.log(1 - random.nextDouble());
            long latency = (long) (free - due) + 1;
            log.get(number % WORKERS).get((int) Math.min(SECONDS, free / 1e6)).add(latency);
        }
    }

    private MergedResult merged() {
        ResultAccumulator results = new ResultAccumulator(List.of("ride"));
        for (int worker = 0; worker < WORKERS; worker++) {
            for (int second = 0; second <= SECONDS; second++) {
                long[] micros = log.get(worker).get(second).stream().mapToLong(Long::longValue).toArray();
                HistogramReport histogram = RandomRun.histogram(micros);
                results.add("worker-" + worker, RandomRun.report(WorkerState.Running,
                        List.of(new IntervalReport(Span.of(second, IntervalReport.RunPart.measured), 1,
                                HistogramReport.of(1),
                                List.of(new TaskReport("ride",
                                        new TaskReport.Counts(0, 0, 0, Map.of("200", (long) micros.length), Map.of()),
                                        TaskReport.Drain.NONE, histogram, histogram)),
                                List.of())),
                        null));
            }
        }
        return results.measured();
    }

    /// The percentile of a sorted log: the least sample that this percentage of the samples does not exceed.
    private static long ofSorted(long[] sorted, double percentile) {
        return sorted[Math.max(0, (int) Math.ceil(percentile / 100 * sorted.length - 1e-9) - 1)];
    }

    @Test
    void mergedPercentilesAreThoseOfTheSortedLogWithinAThousandth() {
        runWithAStall();
        long[] sorted = log.stream().flatMap(List::stream).flatMap(List::stream).mapToLong(Long::longValue).sorted()
                .toArray();
        MergedHistogram latency = merged().samples("ride").latency();

        assertThat(latency.count()).isEqualTo(sorted.length).isEqualTo((long) RATE * SECONDS);
        assertThat(latency.sumMicros()).isEqualTo(Arrays.stream(sorted).sum());
        assertThat(latency.minMicros()).isEqualTo(sorted[0]);
        assertThat(latency.maxMicros()).isEqualTo(sorted[sorted.length - 1]);
        for (double percentile : PERCENTILES) {
            long exact = ofSorted(sorted, percentile);
            long merged = latency.percentileMicros(percentile);
            assertThat(merged).as("p%s", percentile).isBetween(exact, exact + exact / 1_000);
        }
        assertThat(ofSorted(sorted, 99)).as("the stall is in the log").isGreaterThan(1_000_000);
        assertThat(ofSorted(sorted, 50)).isLessThan(1_000);
    }

    @Test
    void countsAboveALimitAreThoseOfTheSortedLogWithinAThousandth() {
        runWithAStall();
        long[] sorted = log.stream().flatMap(List::stream).flatMap(List::stream).mapToLong(Long::longValue).sorted()
                .toArray();
        MergedHistogram latency = merged().samples(null).latency();
        for (long limit : new long[]{100, 1_000, 10_000, 250_000, 1_900_000}) {
            long above = Arrays.stream(sorted).filter(one -> one > limit).count();
            long farAbove = Arrays.stream(sorted).filter(one -> one > limit + limit / 1_000).count();
            assertThat(latency.above(limit)).isBetween(farAbove, above);
        }
    }
}
