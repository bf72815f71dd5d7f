package io.fareswarm.operator.result;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.LoadTestStatus.ThresholdFigures;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.Threshold;
import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

class JudgeTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration MAX_LAG = Duration.ofMillis(10);

    private final List<TaskReport> tasks = new ArrayList<>();

    private void measured(String task, long failures, long dropped, long responses, long... micros) {
        tasks.add(new TaskReport(task, new TaskReport.Counts(failures, dropped, 0, Map.of("200", responses), Map.of()),
                TaskReport.Drain.NONE, RandomRun.histogram(micros), RandomRun.histogram()));
    }

    private static long[] times(int count, long micros) {
        long[] times = new long[count];
        Arrays.fill(times, micros);
        return times;
    }

    /// The judged texts. The figures must be the same as numbers.
    private ThresholdResult judge(Threshold threshold) {
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        results.add("one", RandomRun.report(WorkerState.Running,
                List.of(new IntervalReport(Span.of(0, RunPart.measured), 1, HistogramReport.of(0), tasks, List.of())),
                null));
        ThresholdResult judged = Judge.thresholds(List.of(threshold), null, results.measured(), TEN_SECONDS, 0, 1)
                .results().getFirst();
        ThresholdFigures figures = Objects.requireNonNull(judged.figures());
        assertThat(judged.observed()).isEqualTo(figures.observed() == null
                ? ThresholdCheck.NO_SAMPLES
                : NumberFormats.plain(figures.observed()) + figures.unit());
        assertThat(judged.limit()).startsWith(figures.atMost() ? "<= " : ">= ");
        if (judged.limit().endsWith("ms") || !figures.unit().equals("ms")) {
            assertThat(judged.limit().substring(3)).isEqualTo(NumberFormats.plain(figures.limit()) + figures.unit());
        }
        return new ThresholdResult(judged.name(), judged.observed(), judged.limit(), judged.passed(), null, null);
    }

    private static Threshold failures(String max) {
        return new Threshold("t", null, new Threshold.FailureRatio(max), null, null);
    }

    private static Threshold latency(double percentile, String max, @Nullable String task) {
        return new Threshold("t", task, null, new Threshold.LatencyLimit(percentile, max, null), null);
    }

    private static Threshold throughput(double min) {
        return new Threshold("t", null, null, null, new Threshold.Throughput(min));
    }

    private static ThresholdResult passed(String observed, String limit) {
        return new ThresholdResult("t", observed, limit, true, null, null);
    }

    private static ThresholdResult failed(String observed, String limit) {
        return new ThresholdResult("t", observed, limit, false, null, null);
    }

    @Test
    void withoutThresholdsAtMostOnePercentMayFail() {
        measured("valid ride", 1, 0, 100, times(100, 1000));

        assertThat(Judge.orDefault(null)).isEqualTo(Judge.orDefault(List.of()));
        assertThat(judge(Judge.orDefault(null).getFirst()))
                .isEqualTo(new ThresholdResult("failures", "1%", "<= 1%", true, null, null));
    }

    @Test
    void aRatioOfExactlyTheLimitPassesAndOneFailureMoreFails() {
        measured("valid ride", 30, 0, 10_000, times(10_000, 1000));
        assertThat(judge(failures("0.3%"))).isEqualTo(passed("0.3%", "<= 0.3%"));

        tasks.clear();
        measured("valid ride", 31, 0, 10_000, times(10_000, 1000));
        assertThat(judge(failures("0.3%"))).isEqualTo(failed("0.31%", "<= 0.3%"));
    }

    @Test
    void droppedRequestsCountAsFailed() {
        measured("valid ride", 1, 1, 99, times(99, 1000));

        assertThat(judge(failures("1.999%"))).isEqualTo(failed("2%", "<= 1.999%"));
        assertThat(judge(failures("2%"))).isEqualTo(passed("2%", "<= 2%"));
    }

    @Test
    void onlyDroppedRequestsAreSamplesOfTheFailureRatioAndNotOfTheLatency() {
        measured("valid ride", 0, 5, 0);

        assertThat(judge(failures("1%"))).isEqualTo(failed("100%", "<= 1%"));
        assertThat(judge(latency(99, "1s", null))).isEqualTo(failed("no samples", "<= 1s"));
    }

    @Test
    void aThresholdWithoutSamplesFails() {
        measured("valid ride", 0, 0, 0);

        assertThat(judge(failures("100%"))).isEqualTo(failed("no samples", "<= 100%"));
        assertThat(judge(latency(50, "1h", null))).isEqualTo(failed("no samples", "<= 1h"));
        assertThat(judge(throughput(0))).isEqualTo(failed("no samples", ">= 0/s"));
    }

    @Test
    void aThresholdForATaskJudgesThatTaskAlone() {
        measured("valid ride", 0, 0, 50, times(50, 1_000));
        measured("ride with a field missing", 0, 0, 50, times(50, 900_000));

        assertThat(judge(latency(99, "250ms", "valid ride"))).isEqualTo(passed("1ms", "<= 250ms"));
        assertThat(judge(latency(99, "250ms", "ride with a field missing"))).isEqualTo(failed("900ms", "<= 250ms"));
        assertThat(judge(latency(99, "250ms", null))).isEqualTo(failed("900ms", "<= 250ms"));
        assertThat(judge(latency(50, "250ms", null))).isEqualTo(passed("1ms", "<= 250ms"));
    }

    @Test
    void roundingNeverShowsAFailedThresholdAsPassed() {
        measured("valid ride", 10_001, 0, 1_000_000, 12_350);
        tasks.set(0, new TaskReport("valid ride", new TaskReport.Counts(10_001, 0, 0, Map.of(), Map.of()),
                TaskReport.Drain.NONE, many(1_000_000), RandomRun.histogram()));
        assertThat(judge(failures("1%"))).isEqualTo(failed("1.0001%", "<= 1%"));

        tasks.clear();
        measured("valid ride", 0, 0, 1, 12_401);
        assertThat(judge(latency(99, "12.4ms", null))).isEqualTo(failed("12.401ms", "<= 12.4ms"));
        assertThat(judge(latency(99, "12.401ms", null))).isEqualTo(passed("12.4ms", "<= 12.401ms"));

        tasks.clear();
        measured("valid ride", 0, 0, 9_999, times(9_999, 1000));
        assertThat(judge(throughput(1000))).isEqualTo(failed("999.9/s", ">= 1000/s"));
        assertThat(judge(throughput(999.95))).isEqualTo(failed("999.9/s", ">= 999.95/s"));
        assertThat(judge(throughput(999.9))).isEqualTo(passed("999.9/s", ">= 999.9/s"));
    }

    @Test
    void roundingNeverShowsAPassedThresholdAsFailed() {
        measured("valid ride", 0, 0, 1, 12_460);
        assertThat(judge(latency(99, "12.47ms", null))).isEqualTo(passed("12.46ms", "<= 12.47ms"));

        tasks.clear();
        measured("valid ride", 0, 0, 12_344, times(12_344, 1000));
        assertThat(judge(throughput(1234.36))).isEqualTo(passed("1234.4/s", ">= 1234.36/s"));
        assertThat(judge(throughput(1234.4))).isEqualTo(passed("1234.4/s", ">= 1234.4/s"));
    }

    private static HistogramReport many(long count) {
        var histogram = RandomRun.original();
        histogram.recordValueWithCount(1000, count);
        return new HistogramReport(count, 1000 * count, 1000, 1000, RandomRun.encode(histogram));
    }

    @Test
    void requestsWithoutAResponseAreNotThroughput() {
        measured("valid ride", 200, 0, 100, times(300, 1000));

        assertThat(judge(throughput(10))).isEqualTo(passed("10/s", ">= 10/s"));
        assertThat(judge(throughput(10.1))).isEqualTo(failed("10/s", ">= 10.1/s"));
    }

    private static Threshold latency(@Nullable String max, @Nullable String mean) {
        return new Threshold("t", null, null, new Threshold.LatencyLimit(null, max, mean), null);
    }

    @Test
    void theMeanAndTheMaximumAreExact() {
        measured("valid ride", 0, 0, 3, 1_000, 1_000, 2_001);

        assertThat(judge(latency(null, "1.333ms"))).isEqualTo(failed("1.334ms", "<= 1.333ms"));
        assertThat(judge(latency(null, "1.334ms"))).isEqualTo(passed("1.33ms", "<= 1.334ms"));
        assertThat(judge(latency("2ms", null))).isEqualTo(failed("2.001ms", "<= 2ms"));
        assertThat(judge(latency("2.001ms", null))).isEqualTo(passed("2ms", "<= 2.001ms"));
    }

    @Test
    void requestAndDropCountsAreCheckedExactly() {
        measured("valid ride", 1, 7, 10, times(12_345, 1000));
        Threshold.RequestCount enough = new Threshold.RequestCount(12_345);
        Threshold.RequestCount more = new Threshold.RequestCount(12_346);

        assertThat(judge(new Threshold("t", null, null, null, null, enough, null, null, null, null, null)))
                .isEqualTo(passed("12345", ">= 12345"));
        assertThat(judge(new Threshold("t", null, null, null, null, more, null, null, null, null, null)))
                .isEqualTo(failed("12345", ">= 12346"));
        assertThat(judge(
                new Threshold("t", null, null, null, null, null, new Threshold.Dropped(7), null, null, null, null)))
                .isEqualTo(passed("7", "<= 7"));
        assertThat(judge(
                new Threshold("t", null, null, null, null, null, new Threshold.Dropped(6), null, null, null, null)))
                .isEqualTo(failed("7", "<= 6"));
    }

    @Test
    void goodputIsAShareOfAllDueRequestsAndDroppedOnesAreNotGood() {
        tasks.add(new TaskReport("valid ride",
                new TaskReport.Counts(5, 10, 0, Map.of("200", 85L, "503", 5L), Map.of(250_000L, 80L, 500_000L, 85L)),
                TaskReport.Drain.NONE, RandomRun.histogram(times(90, 1000)), RandomRun.histogram()));

        assertThat(judge(goodput("250ms", "80%"))).isEqualTo(passed("80%", ">= 80%"));
        assertThat(judge(goodput("250ms", "80.001%"))).isEqualTo(failed("80%", ">= 80.001%"));
        assertThat(judge(goodput("0.5s", "85%"))).isEqualTo(passed("85%", ">= 85%"));
        tasks.clear();
        measured("valid ride", 0, 0, 0);
        assertThat(judge(goodput("250ms", "0%"))).isEqualTo(failed("no samples", ">= 0%"));
    }

    private static Threshold goodput(String within, String min) {
        return new Threshold("t", null, null, null, null, null, null, new Threshold.Goodput(within, min), null, null,
                null);
    }

    private static MergedResult run(int seconds, int stalled, long stallMicros, long latencyMicros) {
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        for (int second = 0; second < seconds; second++) {
            results.add("one", RandomRun.report(WorkerState.Running,
                    List.of(new IntervalReport(Span.of(second, RunPart.measured), 1,
                            HistogramReport.of(second < stalled ? stallMicros : 100),
                            List.of(new TaskReport("valid ride", TaskReport.Counts.NONE, TaskReport.Drain.NONE,
                                    RandomRun.histogram(latencyMicros, latencyMicros), RandomRun.histogram())),
                            List.of())),
                    null));
        }
        return results.measured();
    }

    @Test
    void aGeneratorThatIsLateInMoreThanFivePercentOfItsSecondsIsInvalid() {
        assertThat(Judge.invalid(run(100, 5, 50_000, 1_000), MAX_LAG, 0, 100)).isEmpty();
        assertThat(Judge.invalid(run(100, 6, 50_000, 1_000), MAX_LAG, 0, 100)).hasValue(
                "in 6 of 100 worker-seconds (more than 5 %) the generator was more than 10.0 ms late:"
                        + " use more workers or fewer users, or give the workers more CPU");
        assertThat(Judge.invalid(run(100, 100, 9_990, 1_000), MAX_LAG, 0, 100)).isEmpty();
    }

    @Test
    void aSingleLateSecondOfAShortRunDoesNotInvalidateIt() {
        assertThat(Judge.invalid(run(10, 1, 50_000, 1_000), MAX_LAG, 0, 10)).isEmpty();
        assertThat(Judge.invalid(run(10, 2, 50_000, 1_000), MAX_LAG, 0, 10)).hasValueSatisfying(
                why -> assertThat(why).startsWith("in 2 of 10 worker-seconds (more than 5 %)"));
    }

    @Test
    void requestsThatEndAfterTheDurationCountButAreNotThroughput() {
        tasks.add(new TaskReport("valid ride",
                new TaskReport.Counts(40, 0, 0, Map.of("200", 270L, "503", 10L), Map.of()),
                new TaskReport.Drain(100, 30, 90), RandomRun.histogram(times(300, 1000)), RandomRun.histogram()));

        assertThat(judge(throughput(19))).isEqualTo(passed("19/s", ">= 19/s"));
        assertThat(judge(failures("13%"))).isEqualTo(failed("13.3%", "<= 13%"));
    }

    @Test
    void aTargetMuchSlowerThanTheGeneratorIsLateDoesNotInvalidateTheRun() {
        assertThat(Judge.invalid(run(100, 100, 50_000, 501_000), MAX_LAG, 0, 100)).isEmpty();
        assertThat(Judge.invalid(run(100, 100, 50_000, 400_000), MAX_LAG, 0, 100)).isPresent();
    }

    @Test
    void moreThanOnePercentOfLostWorkerSecondsIsInvalid() {
        assertThat(Judge.invalid(run(198, 0, 0, 1_000), MAX_LAG, 2, 200)).isEmpty();
        assertThat(Judge.invalid(run(197, 0, 0, 1_000), MAX_LAG, 3, 200)).hasValue(
                "3 of 200 worker-seconds (more than 1 %) were lost with their workers, and what happened in them is unknown:"
                        + " find out why the workers ended, and run again");
    }

    @Test
    void bothReasonsOfAnInvalidRunAreNamed() {
        assertThat(Judge.invalid(run(100, 50, 50_000, 1_000), MAX_LAG, 100, 200)).hasValueSatisfying(
                why -> assertThat(why).contains("50 of 100", "; 100 of 200 worker-seconds"));
    }

    @Test
    void aRunWithoutRequestsIsInvalid() {
        assertThat(Judge.invalid(new ResultAccumulator(RandomRun.TASKS).measured(), MAX_LAG, 0, 0)).hasValueSatisfying(
                why -> assertThat(why).startsWith("no request ended in the measured time"));
    }

    @Test
    void invalidOutranksFailedOutranksPassed() {
        List<ThresholdResult> allPassed = List.of(passed("1%", "<= 1%"), passed("1ms", "<= 1s"));
        List<ThresholdResult> oneFailed = List.of(passed("1%", "<= 1%"), failed("2s", "<= 1s"));

        assertThat(Judge.verdict(Optional.empty(), allPassed)).isEqualTo(Verdict.Passed);
        assertThat(Judge.verdict(Optional.empty(), oneFailed)).isEqualTo(Verdict.Failed);
        assertThat(Judge.verdict(Optional.of("late"), oneFailed)).isEqualTo(Verdict.Invalid);
        assertThat(Judge.verdict(Optional.of("late"), allPassed)).isEqualTo(Verdict.Invalid);
    }

    @Test
    void oneFailureInAMillionIsNotShownAsNone() {
        tasks.add(new TaskReport("valid ride", new TaskReport.Counts(1, 0, 0, Map.of(), Map.of()),
                TaskReport.Drain.NONE, many(1_000_000), many(1_000_000)));
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        results.add("one", RandomRun.report(WorkerState.Running,
                List.of(new IntervalReport(Span.of(0, RunPart.measured), 1, HistogramReport.of(0), tasks, List.of())),
                null));

        assertThat(results.measured().result(1_000_000_000L).failurePercent()).isEqualTo(0.001);
        assertThat(judge(failures("1%"))).isEqualTo(passed("0.0001%", "<= 1%"));
    }
}
