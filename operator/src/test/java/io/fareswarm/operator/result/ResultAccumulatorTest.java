package io.fareswarm.operator.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.Result;
import io.fareswarm.protocol.AddressReport;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ResultAccumulatorTest {
    private static final long MINUTE = 60_000_000_000L;

    private record Sent(String worker, Report report) {}

    private static List<Sent> inOrder(RandomRun run) {
        return run.seconds.keySet().stream()
                .flatMap(worker -> run.reports(worker).stream().map(report -> new Sent(worker, report))).toList();
    }

    private static MergedResult measure(List<Sent> reports) {
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        reports.forEach(one -> results.add(one.worker, one.report));
        return results.measured();
    }

    @Test
    void anyOrderOfReportsGivesTheSameResult() {
        for (int seed = 0; seed < 5; seed++) {
            RandomRun run = new RandomRun(seed, 3, 12, seed % 4);
            List<Sent> shuffled = new ArrayList<>(inOrder(run));
            Collections.shuffle(shuffled, new Random(seed));

            assertThat(measure(shuffled)).isEqualTo(measure(inOrder(run)));
            assertThat(measure(shuffled).result(MINUTE)).isEqualTo(measure(inOrder(run)).result(MINUTE));
        }
    }

    @Test
    void aReportThatIsAddedTwiceChangesNothing() {
        for (int seed = 0; seed < 5; seed++) {
            RandomRun run = new RandomRun(seed, 3, 12, 2);
            List<Sent> twice = new ArrayList<>(inOrder(run));
            twice.addAll(inOrder(run));
            Collections.shuffle(twice, new Random(seed));

            assertThat(measure(twice)).isEqualTo(measure(inOrder(run)));
        }
    }

    @Test
    void aReaderThatMissedIntervalsLosesNothingWithTheTotal() {
        for (int seed = 0; seed < 5; seed++) {
            RandomRun run = new RandomRun(seed, 3, 20, 2);
            Random random = new Random(seed);
            List<Sent> some = new ArrayList<>();
            for (Sent one : inOrder(run)) {
                if (random.nextInt(3) > 0) {
                    some.add(one);
                }
            }
            run.seconds.keySet().forEach(worker -> some.add(new Sent(worker, run.last(worker, 5))));
            List<Sent> everything = new ArrayList<>(inOrder(run));
            run.seconds.keySet().forEach(worker -> everything.add(new Sent(worker, run.last(worker, 20))));
            Collections.shuffle(some, random);
            Collections.shuffle(everything, random);

            // How many users there were at once is in the seconds alone.
            assertThat(measure(some).result(MINUTE)).usingRecursiveComparison().ignoringFields("users")
                    .isEqualTo(measure(inOrder(run)).result(MINUTE));
            assertThat(measure(some).samples(null)).isEqualTo(measure(everything).samples(null));
        }
    }

    @Test
    void intervalsAfterATotalAreAddedToIt() {
        for (int seed = 0; seed < 5; seed++) {
            RandomRun run = new RandomRun(seed, 1, 20, 2);
            List<Sent> sent = new ArrayList<>(inOrder(run).subList(8, 20));
            sent.addAll(inOrder(run).subList(0, 3));
            sent.add(new Sent("worker-0", RandomRun.report(WorkerState.Running,
                    run.seconds("worker-0").subList(5, 11), run.total("worker-0", 10))));
            Collections.shuffle(sent, new Random(seed));

            assertThat(measure(sent).result(MINUTE)).isEqualTo(measure(inOrder(run)).result(MINUTE));
        }
    }

    @Test
    void percentilesOfMergedReportsAreThoseOfOneHistogramWithAllSamples() {
        for (int seed = 0; seed < 5; seed++) {
            RandomRun run = new RandomRun(seed, 5, 10, 1);
            MergedResult measured = measure(inOrder(run));

            for (double percentile : new double[]{0, 1, 50, 66, 90, 95, 99, 99.9, 99.99, 100}) {
                assertThat(measured.samples(null).latency().percentileMicros(percentile)).isEqualTo(
                        Math.min(run.allLatencies.getValueAtPercentile(percentile), run.maxMicros));
                for (String task : RandomRun.TASKS) {
                    MergedHistogram latency = measured.samples(task).latency();
                    assertThat(latency.percentileMicros(percentile)).isEqualTo(
                            Math.min(run.latencies.get(RandomRun.TASKS.indexOf(task)).getValueAtPercentile(percentile),
                                    latency.maxMicros()));
                }
            }
            assertThat(measured.samples(null).requests()).isEqualTo(run.allLatencies.getTotalCount());
            assertThat(measured.samples(null).counts().failures()).isEqualTo(run.failures);
            assertThat(measured.workerSeconds()).isEqualTo(5 * (9 - RandomRun.DRAIN_SECONDS));
            assertThat(measured.addresses().stream().mapToLong(AddressReport::requests).sum())
                    .isEqualTo(run.allLatencies.getTotalCount());
            assertThat(measured.addresses().stream().mapToLong(AddressReport::failures).sum())
                    .isEqualTo(run.failures);
        }
    }

    @Test
    void theWarmUpIsLeftOutOfEverythingButTheUsers() {
        RandomRun run = new RandomRun(7, 2, 5, 5);
        MergedResult measured = measure(inOrder(run));

        assertThat(measured.users()).isPositive();
        assertThat(measured.workerSeconds()).isZero();
        assertThat(measured.stalledSeconds(0)).isZero();
        assertThat(measured.errors()).isEmpty();
        assertThat(measured.lastSeconds(5)).isEmpty();
        assertThat(measured.result(MINUTE))
                .isEqualTo(new Result(0, 0, 0, 0, 0, measured.users(), null, null, 0,
                        RandomRun.TASKS.stream().map(task -> new Result.TaskResult(task, 0, 0, 0, 0, 0, null, null, 0))
                                .toList(),
                        List.of()));
    }

    @Test
    void theNextPollRequestsTheFirstMissingInterval() {
        RandomRun run = new RandomRun(1, 1, 10, 0);
        List<Report> reports = run.reports("worker-0");
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);

        assertThat(results.lastSecond("worker-0")).isEqualTo(-1);
        results.add("worker-0", reports.get(0));
        results.add("worker-0", reports.get(1));
        assertThat(results.lastSecond("worker-0")).isEqualTo(1);
        results.add("worker-0", reports.get(3));
        assertThat(results.lastSecond("worker-0")).isEqualTo(1);
        assertThat(results.measuredSeconds("worker-0")).isEqualTo(3);
        results.add("worker-0", reports.get(2));
        assertThat(results.lastSecond("worker-0")).isEqualTo(3);
        assertThat(results.reportedAll("worker-0")).isFalse();
        results.add("worker-0", run.last("worker-0", 2));
        assertThat(results.lastSecond("worker-0")).isEqualTo(9);
        assertThat(results.measuredSeconds("worker-0")).isEqualTo(10 - RandomRun.DRAIN_SECONDS);
        assertThat(results.reportedAll("worker-0")).isTrue();
    }

    @Test
    void aGapIsGivenUpWhenTheWorkerNoLongerStoresIt() {
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        results.add("late", second(0, 1));
        for (int second = 2; second <= 1000; second++) {
            results.add("late", second(second, 1));
            assertThat(results.lastSecond("late")).isEqualTo(second <= 600 ? 0 : second);
        }

        assertThat(results.measured().workerSeconds()).isEqualTo(1000);
        assertThat(results.measured().samples(null).requests()).isEqualTo(1000);
    }

    @Test
    void aReplacementCountsBesideTheLostWorker() {
        RandomRun run = new RandomRun(3, 2, 10, 0);
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        run.reports("worker-0").subList(0, 4).forEach(report -> results.add("uid-1", report));
        run.reports("worker-1").forEach(report -> results.add("uid-2", report));

        assertThat(results.measured().workerSeconds()).isEqualTo(4 + 10 - RandomRun.DRAIN_SECONDS);
    }

    @Test
    void aMergedResultDoesNotChangeWithLaterReports() {
        RandomRun run = new RandomRun(3, 1, 10, 0);
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        run.reports("worker-0").subList(0, 4).forEach(report -> results.add("uid-1", report));
        MergedResult before = results.measured();
        Result result = before.result(MINUTE);
        results.add("uid-1", run.last("worker-0", 10));

        assertThat(before.result(MINUTE)).isEqualTo(result);
        assertThat(results.measured()).isNotEqualTo(before);
    }

    @Test
    void aReportThatCannotBeReadChangesNothing() {
        RandomRun run = new RandomRun(3, 1, 2, 0);
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        results.add("uid-1", run.reports("worker-0").getFirst());
        MergedResult before = results.measured();
        TaskReport miscounted = new TaskReport("valid ride", new TaskReport.Counts(0, 0, 0, Map.of(), Map.of()),
                TaskReport.Drain.NONE, new HistogramReport(3, 3, 1, 1, RandomRun.histogram(1, 1).histogram()),
                RandomRun.histogram());
        IntervalReport good = run.seconds("worker-0").get(1);

        assertThatThrownBy(() -> results.add("uid-1", RandomRun.report(WorkerState.Running,
                List.of(good,
                        new IntervalReport(Span.of(2, RunPart.measured), 0, HistogramReport.of(0), List.of(miscounted),
                                List.of())),
                null)))
                .hasMessage("histogram: expected 3 samples from 1 to 1 µs as its report says, found 2 and 0 others");
        assertThatThrownBy(() -> results.add("uid-2", RandomRun.report(WorkerState.Running,
                List.of(new IntervalReport(Span.of(0, RunPart.measured), 0, HistogramReport.of(0),
                        List.of(RandomRun.empty("another")), List.of())),
                null)))
                .hasMessage("expected a task of [valid ride, ride with a field missing], found 'another'");
        assertThat(results.measured()).isEqualTo(before);
    }

    @Test
    void aReportWithCountsOrSpansOfNoWorkerIsRejectedWhole() {
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        MergedResult nothing = results.measured();
        TaskReport.Counts negative = new TaskReport.Counts(0, -1, 0, Map.of(), Map.of());
        TaskReport.Counts endless = new TaskReport.Counts(0, 0, 0, Map.of("200", Long.MAX_VALUE), Map.of());

        assertThatThrownBy(() -> results.add("uid-1", reportOf(Span.of(0, RunPart.measured), negative)))
                .hasMessage("expected counts from 0 to 2^50, found -1");
        assertThatThrownBy(() -> results.add("uid-1", reportOf(Span.of(0, RunPart.measured), endless)))
                .hasMessage("expected counts from 0 to 2^50, found 9223372036854775807");
        assertThatThrownBy(
                () -> results.add("uid-1", reportOf(new Span(3, 2, RunPart.measured), TaskReport.Counts.NONE)))
                .hasMessageStartingWith("expected an interval of one second with 1 stalls, found ");
        assertThatThrownBy(() -> Span.of(Long.MAX_VALUE, RunPart.measured))
                .hasMessage("span: expected a phase and seconds from 0 to 16777216, found measured and 1 seconds from "
                        + Long.MAX_VALUE);
        assertThat(results.measured()).isEqualTo(nothing);
    }

    @Test
    void aReportThatWouldHideAStallOrChangeTheMeanIsRejectedWhole() {
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        MergedResult nothing = results.measured();
        HistogramReport manyStalls = new HistogramReport(2, 2, 1, 1, RandomRun.histogram(1, 1).histogram());
        HistogramReport otherMean = new HistogramReport(1, -5, 10, 10, RandomRun.histogram(10).histogram());
        IntervalReport second = second(0, 1).intervals().getFirst();

        for (RunPart phase : List.of(RunPart.measured, RunPart.drain)) {
            assertThatThrownBy(() -> results.add("uid-1", RandomRun.report(WorkerState.Running,
                    List.of(new IntervalReport(Span.of(0, phase), 0, manyStalls, List.of(), List.of())), null)))
                    .hasMessageContaining("stalls, found ");
        }
        assertThatThrownBy(
                () -> results.add("uid-1", RandomRun.report(WorkerState.Running, List.of(second, second), null)))
                .hasMessage("expected each second once in a report, found 0 twice");
        assertThatThrownBy(() -> results.add("uid-1", RandomRun.report(WorkerState.Finished, List.of(),
                new IntervalReport(new Span(1, 1, RunPart.measured), 0, HistogramReport.NONE, List.of(), List.of()))))
                .hasMessageStartingWith("expected a total from second 0 on");
        assertThatThrownBy(() -> results.add("uid-1", RandomRun.report(WorkerState.Running,
                List.of(new IntervalReport(Span.of(0, RunPart.measured), 0, HistogramReport.of(0),
                        List.of(new TaskReport(
                                "valid ride", TaskReport.Counts.NONE, TaskReport.Drain.NONE, otherMean, otherMean)),
                        List.of())),
                null)))
                .hasMessageStartingWith("histogram: expected a mean from the minimum to the maximum");
        assertThat(results.measured()).isEqualTo(nothing);
    }

    @Test
    void aReportWithAddressesThatDoNotFitItsRequestsIsRejectedWhole() {
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        MergedResult nothing = results.measured();
        List<TaskReport> tasks = second(0, 3).intervals().getFirst().tasks();
        Map.of("requests to addresses: expected at most 3, found 4",
                List.of(new AddressReport("10.0.0.1", 2, 0), new AddressReport(AddressReport.OTHERS, 2, 0)),
                "failures of addresses: expected at most 0, found 1", List.of(new AddressReport("10.0.0.1", 2, 1)),
                "addresses: expected each address once, found one twice",
                List.of(new AddressReport("10.0.0.1", 1, 0), new AddressReport("10.0.0.1", 1, 0)))
                .forEach((message, addresses) -> assertThatThrownBy(() -> results.add("uid-1",
                        RandomRun.report(WorkerState.Running, List.of(new IntervalReport(Span.of(0, RunPart.measured),
                                0, HistogramReport.of(0), tasks, List.of(), addresses)), null)))
                        .hasMessage(message));
        assertThat(results.measured()).isEqualTo(nothing);
    }

    @Test
    void theAddressesOfAllWorkersAreAddedAndThoseBeyondTheSixtyFourthCountTogether() {
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        for (int worker = 0; worker < 3; worker++) {
            for (int second = 0; second < 2; second++) {
                List<AddressReport> addresses = new ArrayList<>(List.of(new AddressReport("10.0.0.9", 100, 0)));
                for (int address = 0; address < 40; address++) {
                    addresses.add(new AddressReport("10.0.%d.%d".formatted(1 + worker, 100 + address), 10, 0));
                }
                results.add("uid-" + worker, RandomRun.report(WorkerState.Running,
                        List.of(new IntervalReport(Span.of(second, RunPart.measured), 0, HistogramReport.of(0),
                                second(0, 500).intervals().getFirst().tasks(), List.of(), addresses)),
                        null));
            }
        }
        assertThat(results.measured().addresses()).hasSize(65).startsWith(new AddressReport("10.0.0.9", 600, 0))
                .endsWith(new AddressReport(AddressReport.OTHERS, (121 - 64) * 20, 0))
                .contains(new AddressReport("10.0.1.139", 20, 0));
    }

    private static Report reportOf(Span span, TaskReport.Counts counts) {
        return RandomRun.report(WorkerState.Running,
                List.of(new IntervalReport(span, 0, HistogramReport.of(0), List.of(new TaskReport("valid ride", counts,
                        TaskReport.Drain.NONE, HistogramReport.NONE, HistogramReport.NONE)), List.of())),
                null);
    }

    @Test
    void theLiveRateIsOverTheLastSecondsThatAllLiveWorkersReported() {
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        for (int second = 0; second < 10; second++) {
            results.add("fast", second(second, 100));
            if (second < 8) {
                results.add("late", second(second, 10));
            }
            if (second < 2) {
                results.add("lost", second(second, 1));
            }
        }

        LiveWindow window = results.measured().lastSeconds(3).orElseThrow();
        assertThat(window.lastSecond()).isEqualTo(7);
        assertThat(window.all()).isEqualTo(new LiveWindow.Rate(110, 0));
        assertThat(window.tasks().getFirst()).isEqualTo(new LiveWindow.Rate(110, 0));
        assertThat(results.measured().lastSeconds(100).orElseThrow().seconds()).isEqualTo(8);
        assertThat(results.measured().users()).isEqualTo(2 * 7);
    }

    @Test
    void theLastSecondOfAStoppedRunIsNotInALiveRate() {
        assertThat(Runs.stopped(8).lastSeconds(2).orElseThrow().all()).isEqualTo(new LiveWindow.Rate(200, 0));
        assertThat(Runs.stopped(9).lastSeconds(2).orElseThrow().all()).isEqualTo(new LiveWindow.Rate(200, 0));
        assertThat(Runs.stopped(8).lastWindow(2)).isPresent();
        assertThat(Runs.stopped(10).lastWindow(2)).as("its load ended").isEmpty();
    }

    private static Report second(int second, int requests) {
        long[] micros = new long[requests];
        Arrays.fill(micros, 1000);
        return RandomRun.report(WorkerState.Running,
                List.of(new IntervalReport(Span.of(second, RunPart.measured), 7, HistogramReport.of(0),
                        List.of(new TaskReport("valid ride", new TaskReport.Counts(0, 0, 0, Map.of(), Map.of()),
                                TaskReport.Drain.NONE, RandomRun.histogram(micros), RandomRun.histogram(micros))),
                        List.of())),
                null);
    }

    @Test
    void theDrainCountsInTheResultButNotInItsRatesNorInItsSeconds() {
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        results.add("one", second(0, 100));
        results.add("one", drain(1, RunPart.measured, 60, 20));
        results.add("one", drain(2, RunPart.drain, 30, 30));

        Result result = results.measured().result(1_500_000_000L);
        assertThat(result.requests()).isEqualTo(190);
        assertThat(result.failures()).isEqualTo(50);
        assertThat(result.throughput()).isEqualTo(Math.round(140 / 1.5 * 100) / 100.0);
        assertThat(result.tasks().getFirst().throughput()).isEqualTo(result.throughput());
        assertThat(results.measuredSeconds("one")).isEqualTo(2);
        assertThat(results.measured().stalledSeconds(1000)).isEqualTo(1);
        assertThat(results.measured().lastSeconds(60).orElseThrow().all()).isEqualTo(new LiveWindow.Rate(70, 0));
    }

    /// A second with stalls, in which the last few samples ended after the duration and failed.
    private static Report drain(int second, RunPart phase, int requests, int late) {
        long[] micros = new long[requests];
        Arrays.fill(micros, 1000);
        return RandomRun.report(WorkerState.Running,
                List.of(new IntervalReport(Span.of(second, phase), 7, RandomRun.stalls(phase, 50_000),
                        List.of(new TaskReport("valid ride", new TaskReport.Counts(late, 0, 0, Map.of(), Map.of()),
                                new TaskReport.Drain(late, late, 0), RandomRun.histogram(micros),
                                RandomRun.histogram(micros))),
                        List.of())),
                null);
    }

    @Test
    void errorsBeyondTheBoundCountAsOtherInAnyOrderOfReports() {
        List<Sent> reports = new ArrayList<>();
        for (int index = 0; index < 500; index++) {
            ErrorReport error = new ErrorReport("valid ride", ErrorReport.Kind.broken, "garbage " + index % 250, 1,
                    "example " + index, ErrorReport.Seen.at(index / 3));
            reports.add(new Sent("worker-" + index % 3, RandomRun.report(WorkerState.Running,
                    List.of(new IntervalReport(Span.of(index / 3, RunPart.measured), 0, HistogramReport.of(0),
                            List.of(),
                            List.of(error))),
                    null)));
        }
        MergedResult inOrder = measure(reports);
        Collections.shuffle(reports, new Random(1));

        assertThat(inOrder.errors()).hasSize(101);
        assertThat(inOrder.errors().stream().mapToLong(ErrorReport::count).sum()).isEqualTo(500);
        assertThat(inOrder.errors().getFirst().detail()).isEqualTo(ErrorReport.OTHER);
        assertThat(inOrder.result(MINUTE).errors()).hasSize(10);
        assertThat(inOrder.errors().getFirst().example()).as("of many different ones").isNull();
        assertThat(inOrder.errors().getLast().example()).startsWith("example ");
        assertThat(measure(reports)).isEqualTo(inOrder);
    }

    @Test
    void anErrorIsSeenFromItsFirstToItsLastSecondOnAnyWorkerInAnyOrderOfReports() {
        List<Sent> reports = new ArrayList<>();
        for (int second : List.of(4, 9, 17)) {
            reports.add(failed("one", second, Span.of(second, RunPart.measured), ErrorReport.Seen.at(second)));
            reports.add(failed("two", second, Span.of(second + 3, RunPart.measured), ErrorReport.Seen.at(second + 3)));
        }
        reports.add(failed("three", 0, Span.through(30), new ErrorReport.Seen(2, 12)));
        for (int seed = 0; seed < 5; seed++) {
            Collections.shuffle(reports, new Random(seed));

            assertThat(measure(reports).result(MINUTE).errors()).singleElement()
                    .extracting(Result.ErrorCount::firstSecond, Result.ErrorCount::lastSecond)
                    .containsExactly(2L, 20L);
        }
    }

    /// A report with one failure: a second, or a total from second 0 on.
    private static Sent failed(String worker, int second, Span span, ErrorReport.Seen seen) {
        IntervalReport interval = new IntervalReport(span, 0,
                span.seconds() == 1 ? HistogramReport.of(0) : HistogramReport.NONE, List.of(),
                List.of(new ErrorReport("valid ride", ErrorReport.Kind.closed, "closed", 1, "second " + second, seen)));
        return new Sent(worker, span.seconds() == 1
                ? RandomRun.report(WorkerState.Running, List.of(interval), null)
                : RandomRun.report(WorkerState.Finished, List.of(), interval));
    }

    @Test
    void aReportWithAnErrorOutsideItsSecondsIsRejected() {
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        Sent sent = failed("one", 3, Span.of(3, RunPart.measured), ErrorReport.Seen.at(4));

        assertThatThrownBy(() -> results.add(sent.worker, sent.report)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected errors in");
        assertThat(results.measured().errors()).isEmpty();
    }

    @Test
    void theMostFrequentErrorsComeFirst() {
        MergedResult measured = measure(List.of(new Sent("one", RandomRun.report(WorkerState.Running,
                List.of(new IntervalReport(Span.of(0, RunPart.measured), 0, HistogramReport.of(0), List.of(),
                        List.of(new ErrorReport("valid ride", ErrorReport.Kind.timeout, "no response in 30s", 3, null,
                                ErrorReport.Seen.at(0)),
                                new ErrorReport("valid ride", ErrorReport.Kind.connect, "refused", 3, null,
                                        ErrorReport.Seen.at(0)),
                                new ErrorReport("valid ride", ErrorReport.Kind.status, "expected 200, found 503", 4,
                                        null, ErrorReport.Seen.at(0))))),
                null))));

        assertThat(measured.result(MINUTE).errors()).extracting(Result.ErrorCount::kind).containsExactly("status",
                "connect", "timeout");
    }

    @Test
    void theStoredReportOfALostWorkerGivesTheSameResult() {
        for (int seed = 0; seed < 5; seed++) {
            RandomRun run = new RandomRun(seed, 3, 12, seed % 4);
            ResultAccumulator whole = new ResultAccumulator(RandomRun.TASKS);
            inOrder(run).forEach(one -> whole.add(one.worker, one.report));
            ResultAccumulator again = new ResultAccumulator(RandomRun.TASKS);
            for (String worker : run.seconds.keySet()) {
                again.add(worker, whole.report(worker, run.reports(worker).getFirst().status()));
                assertThat(again.measuredSeconds(worker)).isEqualTo(whole.measuredSeconds(worker));
            }
            assertThat(again.measured().result(MINUTE)).isEqualTo(whole.measured().result(MINUTE));
        }
    }

    @Test
    void aWorkerThatLeftHasNoUsersAndTheFinalResultHasTheMostAtOnce() {
        RandomRun run = new RandomRun(1, 2, 20, 0);
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        for (int second = 0; second < 20; second++) {
            results.add("stays", second(second, 1));
            if (second < 8) {
                results.add("leaves", second(second, 1));
            }
        }
        assertThat(results.measured().users()).isEqualTo(7);
        results.add("leaves", RandomRun.report(WorkerState.Finished, List.of(), run.total("worker-0", 7)));
        assertThat(results.measured().users()).isEqualTo(7);
        results.add("stays", RandomRun.report(WorkerState.Finished, List.of(), run.total("worker-1", 19)));
        assertThat(results.measured().users()).isEqualTo(2 * 7);
    }
}
