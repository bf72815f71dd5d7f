package io.fareswarm.operator.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

class TimelineTest {
    private static Timeline timeline(List<Report> reports) {
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        reports.forEach(report -> results.add("one", report));
        return results.measured().timeline();
    }

    private static Report second(int second, boolean warmup, long... micros) {
        return RandomRun.report(WorkerState.Running,
                List.of(new IntervalReport(Span.of(second, warmup ? RunPart.warmup : RunPart.measured), second,
                        HistogramReport.of(0),
                        List.of(new TaskReport("valid ride", new TaskReport.Counts(1, 2, 0, Map.of(), Map.of()),
                                TaskReport.Drain.NONE, RandomRun.histogram(micros), RandomRun.histogram(micros))),
                        List.of())),
                null);
    }

    @Test
    void theSecondsOfAllWorkersAddUpToTheRunInAnyOrder() {
        for (int seed = 0; seed < 10; seed++) {
            RandomRun run = new RandomRun(seed, 3, 12, seed % 4);
            List<Map.Entry<String, Report>> reports = new ArrayList<>();
            run.seconds.keySet().forEach(
                    worker -> run.reports(worker).forEach(report -> reports.add(Map.entry(worker, report))));
            reports.addAll(reports.subList(0, 5));
            Collections.shuffle(reports, new Random(seed));
            ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
            reports.forEach(one -> results.add(one.getKey(), one.getValue()));

            List<MergedInterval> windows = results.measured().timeline().windows(Timeline.MOST_WINDOWS);
            assertThat(windows).extracting(MergedInterval::second).isSorted().doesNotHaveDuplicates()
                    .hasSize(12 - seed % 4);
            assertThat(windows).extracting(MergedInterval::users).allMatch(users -> users >= 30);
            for (int task = 0; task < 2; task++) {
                int index = task;
                MergedTask sum = MergedTask.sum(windows.stream().map(window -> window.tasks().get(index)).toList());
                MergedTask whole = results.measured().samples(RandomRun.TASKS.get(task));
                assertThat(sum).isEqualTo(whole.withoutServiceTime());
            }
        }
    }

    @Test
    void aLongRunHasFewerWindowsWhosePercentilesAreThoseOfTheirSamples() {
        Random random = new Random(1);
        List<Report> reports = new ArrayList<>();
        List<long[]> samples = new ArrayList<>();
        for (int second = 0; second < 1300; second++) {
            long[] micros = random.longs(3, 1, 1_000_000).toArray();
            samples.add(micros);
            reports.add(second(second, false, micros));
        }
        List<MergedInterval> windows = timeline(reports).windows(Timeline.MOST_WINDOWS);

        assertThat(windows).hasSize(325).extracting(MergedInterval::seconds).containsOnly(4L);
        for (MergedInterval window : windows) {
            Histogram histogram = RandomRun.original();
            samples.subList((int) window.second(), (int) window.second() + 4).stream()
                    .flatMapToLong(Arrays::stream).forEach(histogram::recordValue);
            assertThat(window.all().requests()).isEqualTo(histogram.getTotalCount());
            assertThat(window.all().latency().percentileMicros(50)).isEqualTo(histogram.getValueAtPercentile(50));
            assertThat(window.users()).isEqualTo(window.second() + 3);
        }
    }

    @Test
    void intervalsReportedWithATotalAreInTheTimelineToo() {
        RandomRun run = new RandomRun(1, 1, 20, 0);
        List<Report> reports = new ArrayList<>(run.reports("worker-0").subList(0, 3));
        reports.add(run.last("worker-0", 5));

        assertThat(timeline(reports).windows(Timeline.MOST_WINDOWS)).extracting(MergedInterval::second).containsExactly(
                0L, 1L, 2L, 15L, 16L,
                17L,
                18L,
                19L);
    }

    @Test
    void aWindowIsCompleteOrEmpty() {
        List<Report> reports = new ArrayList<>();
        for (int second = 0; second < 700; second++) {
            if (second != 650) {
                reports.add(second(second, second < 5, 1000L * (second + 1)));
            }
        }
        Timeline timeline = timeline(reports);

        assertThat(timeline.window(640, 10)).hasValueSatisfying(window -> {
            assertThat(window.all().requests()).isEqualTo(10);
            assertThat(window.all().counts().dropped()).isEqualTo(20);
            assertThat(window.all().latency().maxMicros()).isEqualTo(650_000);
        });
        assertThat(timeline.window(645, 10)).isEmpty();
        assertThat(timeline.window(695, 10)).isEmpty();
        assertThat(timeline.window(90, 10)).isEmpty();
        assertThat(timeline.windows(Timeline.MOST_WINDOWS).getFirst().second()).isEqualTo(4);
    }

    /// A restarted operator reads the last 600 seconds of a worker only.
    @Test
    void thePartialLastSecondIsKnownWithoutTheFirstSeconds() {
        ResultAccumulator restarted = new ResultAccumulator(RandomRun.TASKS, 5, Room.UNBOUNDED);
        for (int second = 100; second < 700; second++) {
            restarted.add("one", second(second, false, 1000));
        }
        Report last = second(700, false, 1000);
        restarted.add("one", new Report(last.status(), last.intervals(), last.total(), 695_500_000));
        Timeline timeline = restarted.measured().timeline();
        List<MergedInterval> windows = timeline.windows(601);

        assertThat(timeline.loadSeconds(windows.getLast())).isEqualTo(0.5);
        assertThat(timeline.isWhole(windows.getLast())).isFalse();
        assertThat(timeline.loadSeconds(windows.getFirst())).isEqualTo(1);
    }
}
