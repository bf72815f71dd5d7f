package io.fareswarm.operator.result;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.LoadTestStatus.Strip;
import io.fareswarm.api.LoadTestStatus.ThresholdFigures;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Windows;
import io.fareswarm.api.Threshold;
import io.fareswarm.operator.result.Judge.ThresholdResults;
import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

class WindowJudgeTest {
    private final ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);

    private void second(String worker, int second, int failures, long... micros) {
        results.add(worker,
                RandomRun.report(WorkerState.Running, List.of(new IntervalReport(Span.of(second, RunPart.measured), 1,
                        HistogramReport.of(0),
                        List.of(new TaskReport("valid ride",
                                new TaskReport.Counts(failures, 0, 0, Map.of("200", (long) micros.length), Map.of()),
                                TaskReport.Drain.NONE, RandomRun.histogram(micros), RandomRun.histogram(micros))),
                        List.of())), null));
    }

    private static long[] times(int count, long micros) {
        long[] times = new long[count];
        Arrays.fill(times, micros);
        return times;
    }

    private static Threshold p99(String window, @Nullable String abortAfter) {
        return new Threshold("p99", null, null, new Threshold.LatencyLimit(99.0, "250ms", null), null, null, null, null,
                null,
                window,
                abortAfter == null ? null : new Threshold.Abort(abortAfter));
    }

    private ThresholdResults judge(Threshold threshold, @Nullable ThresholdResult before, long until) {
        return Judge.thresholds(List.of(threshold), before == null ? null : List.of(before), results.measured(),
                Duration.ofMinutes(1), 0, until);
    }

    private ThresholdResult result(Threshold threshold, long until) {
        return judge(threshold, null, until).results().getFirst();
    }

    @Test
    void eachWholeWindowIsJudgedOnTheMergedHistogramOfAllWorkersAndTheWorstIsNamed() {
        for (int second = 0; second < 25; second++) {
            second("one", second, 0, times(99, 1_000));
            second("two", second, 0, times(second == 12 ? 40 : 1, 400_000));
        }

        // 1 % of the first window is slow, which is no 99th percentile; 4.7 % of the second; the third is not whole.
        assertThat(result(p99("10s", null), 25)).isEqualTo(new ThresholdResult("p99", "400ms from 10s to 20s",
                "<= 250ms in each 10s", false, new Windows(20, 2, 1, 10L, 400.0, new Strip(0, 10, "+x")),
                new ThresholdFigures(400.0, 250, "ms", true)));
        assertThat(result(p99("5s", null), 10)).isEqualTo(new ThresholdResult("p99", "1ms from 0s to 5s",
                "<= 250ms in each 5s", true, new Windows(10, 2, 0, 0L, 1.0, new Strip(0, 5, "++")),
                new ThresholdFigures(1.0, 250, "ms", true)));
    }

    @Test
    void judgingAfterEachSecondGivesTheSameAsJudgingAtTheEnd() {
        RandomRun run = new RandomRun(5, 3, 42, 4);
        Threshold threshold = new Threshold("errors", "valid ride", new Threshold.FailureRatio("60%"), null, null, null,
                null, null, null, "3s", null);
        ThresholdResult live = null;
        for (int second = 0; second < 40; second++) {
            int current = second;
            run.seconds.keySet().forEach(worker -> results.add(worker, run.reports(worker).get(current)));
            live = Judge.thresholds(List.of(threshold), live == null ? null : List.of(live), results.measured(),
                    Duration.ofMinutes(1), 4, second + 1).results().getFirst();
        }

        assertThat(live)
                .isEqualTo(Judge.thresholds(List.of(threshold), null, results.measured(), Duration.ofMinutes(1), 4,
                        40).results().getFirst());
        assertThat(Objects.requireNonNull(live).windows()).extracting(Windows::judged).isEqualTo(12);
    }

    @Test
    void aFailedWindowOutlivesTheOperatorThatJudgedIt() {
        for (int second = 0; second < 10; second++) {
            second("one", second, 0, 300_000);
        }
        ThresholdResult before = result(p99("10s", null), 10);
        ResultAccumulator restarted = new ResultAccumulator(RandomRun.TASKS);
        for (int second = 10; second < 30; second++) {
            restarted.add("one", RandomRun.report(WorkerState.Running,
                    List.of(new IntervalReport(Span.of(second, RunPart.measured), 1, HistogramReport.of(0),
                            List.of(new TaskReport("valid ride", new TaskReport.Counts(0, 0, 0, Map.of(), Map.of()),
                                    TaskReport.Drain.NONE, RandomRun.histogram(1_000), RandomRun.histogram())),
                            List.of())),
                    null));
        }
        ThresholdResult after = Judge.thresholds(List.of(p99("10s", null)), List.of(before), restarted.measured(),
                Duration.ofMinutes(1), 0, 30).results().getFirst();

        assertThat(after).isEqualTo(new ThresholdResult("p99", "300ms from 0s to 10s", "<= 250ms in each 10s", false,
                new Windows(30, 3, 1, 0L, 300.0, new Strip(0, 10, "x++")),
                new ThresholdFigures(300.0, 250, "ms", true)));
    }

    @Test
    void aWindowWithoutSamplesHasNoLatencyButAThroughputOfZero() {
        for (int second = 0; second < 10; second++) {
            second("one", second, 0, second < 5 ? times(10, 1_000) : new long[0]);
        }
        Threshold rate = new Threshold("rate", null, null, null, new Threshold.Throughput(5), null, null, null, null,
                "5s",
                null);

        assertThat(result(p99("5s", null), 10).windows())
                .isEqualTo(new Windows(10, 1, 0, 0L, 1.0, new Strip(0, 5, "+.")));
        assertThat(result(rate, 10)).isEqualTo(new ThresholdResult("rate", "0/s from 5s to 10s",
                ">= 5/s in each 5s", false, new Windows(10, 2, 1, 5L, 0.0, new Strip(0, 5, "+x")),
                new ThresholdFigures(0.0, 5, "/s", false)));
    }

    @Test
    void aWindowWithAnUnreportedSecondIsSkipped() {
        for (int second = 0; second < 20; second++) {
            if (second != 3) {
                second("one", second, 0, 300_000);
            }
        }

        assertThat(result(p99("10s", null), 20).windows())
                .isEqualTo(new Windows(20, 1, 1, 10L, 300.0, new Strip(0, 10, ".x")));
        assertThat(result(p99("10s", null), 9)).isEqualTo(new ThresholdResult("p99", "no whole window",
                "<= 250ms in each 10s", false, new Windows(0, 0, 0, null, null, null),
                new ThresholdFigures(null, 250, "ms", true)));
    }

    @Test
    void theStripOfALongRunHasAllFailedWindowsInAtMost60Cells() {
        ThresholdResult result = null;
        for (int second = 0; second < 400; second++) {
            second("one", second, 0, second == 7 || second == 333 ? 300_000 : 1_000);
            if (second % 37 == 0 || second == 399) {
                result = judge(p99("1s", null), result, second + 1).results().getFirst();
            }
        }

        assertThat(Objects.requireNonNull(result).windows()).extracting(Windows::failed).isEqualTo(2);
        Strip strip = Objects.requireNonNull(Objects.requireNonNull(result.windows()).strip());
        assertThat(strip.fromSecond()).isZero();
        assertThat(strip.cellSeconds()).isEqualTo(8);
        assertThat(strip.cells()).isEqualTo("x" + "+".repeat(40) + "x" + "+".repeat(8));
    }

    @Test
    void theFirstFailedWindowAfterTheAbortDelayEndsTheRun() {
        for (int second = 0; second < 40; second++) {
            second("one", second, 0, second < 10 || second >= 30 ? 300_000 : 1_000);
        }
        ThresholdResults early = judge(p99("10s", "10s"), null, 30);
        assertThat(early.abort()).isEmpty();
        assertThat(early.results().getFirst().passed()).isFalse();

        ThresholdResults late = judge(p99("10s", "10s"), early.results().getFirst(), 40);
        assertThat(late.abort())
                .hasValue("threshold p99: expected <= 250ms, observed 300ms from 30s to 40s");
        assertThat(judge(p99("10s", "10s"), late.results().getFirst(), 40).abort()).isEmpty();
        assertThat(judge(p99("10s", "0s"), null, 40).abort()).hasValueSatisfying(
                why -> assertThat(why).endsWith("from 0s to 10s"));
    }
}
