package io.fareswarm.operator.result.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.Live.LiveWorker;
import io.fareswarm.api.LoadTestStatus.Edit;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.result.RandomRun;
import io.fareswarm.operator.result.ResultAccumulator;
import io.fareswarm.operator.result.Room;
import io.fareswarm.operator.result.Runs;
import io.fareswarm.operator.result.report.Series.Note;
import io.fareswarm.operator.result.report.Series.Note.Kind;
import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SeriesTest {
    private final MergedResult measured = Runs.twoMinutes();
    private final Series series = Series.of(0, List.of(), measured);

    @Test
    void theWindowsAddUpToTheResult() {
        assertThat(series.windows()).hasSize(120).allMatch(window -> window.s() == 1);
        assertThat(series.windows().stream().mapToLong(window -> window.all().n()).sum())
                .isEqualTo(measured.samples(null).requests());
        assertThat(series.windows().stream().mapToLong(window -> window.all().failures()).sum())
                .isEqualTo(measured.samples(null).counts().failures());
        for (int task = 0; task < 2; task++) {
            int index = task;
            assertThat(series.windows().stream().mapToLong(window -> window.tasks().get(index).n()).sum())
                    .isEqualTo(measured.samples(measured.tasks().get(task)).requests());
        }
    }

    @Test
    void theLastWindowEndsWithItsLastSecond() {
        ResultAccumulator results = new ResultAccumulator(List.of("ride"));
        for (int second = 0; second < 301; second++) {
            results.add("one", second(second));
        }
        List<Series.Window> windows = Series.of(0, List.of(), results.measured()).windows();
        assertThat(windows).hasSize(151);
        assertThat(windows.subList(0, 150)).allMatch(window -> window.s() == 2 && window.all().n() == 2);
        assertThat(windows.getLast().t()).isEqualTo(300);
        assertThat(windows.getLast().s()).isEqualTo(1);
    }

    @Test
    void theRatesOfARunThatIsStoppedWithinASecondDoNotDropAndItsCountsAreExact() {
        Series stopped = Series.of(2, List.of(), Runs.stopped(10));

        assertThat(stopped.windows()).extracting(Series.Window::t).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(stopped.windows().subList(0, 6)).allMatch(window -> window.load() == null)
                .allMatch(window -> new Series.Rate(200, 0).equals(window.rate()));
        Series.Window last = stopped.windows().get(6);
        assertThat(last.all().n()).isEqualTo(100);
        assertThat(last.all().failures()).isEqualTo(20);
        assertThat(Objects.requireNonNull(last.load()).s()).isCloseTo(0.4, within(1e-9));
        assertThat(Objects.requireNonNull(last.rate()).requests()).as("without the drain").isCloseTo(200, within(1e-6));
        assertThat(last.rate().failures()).isZero();
        Series.Window drain = stopped.windows().getLast();
        assertThat(drain.all().n()).isEqualTo(2);
        assertThat(drain.rate()).isNull();
        assertThat(stopped.toCsv().lines()).contains("7,1,Aggregated,2,200,0,0,1.0,1.0,1.0,200,0",
                "8,1,ride,2,100,20,0,1.0,1.0,1.0,200,0", "9,1,Aggregated,2,2,2,0,1.0,1.0,1.0,N/A,N/A");
        assertThat(Series.read(stopped.toJson())).hasValueSatisfying(read -> assertThat(read.toCsv())
                .isEqualTo(stopped.toCsv()));
    }

    @Test
    void aLongWindowThatOneWorkerHasNotReportedToItsEndHasNoRate() {
        List<Series.Window> windows = Series.of(0, List.of(), Runs.unequal(604)).windows();

        assertThat(windows.getLast().s()).isGreaterThan(1);
        assertThat(windows.getLast().rate()).isNull();
        assertThat(windows.subList(0, windows.size() - 1))
                .allSatisfy(window -> assertThat(Objects.requireNonNull(window.rate()).requests()).isEqualTo(3));
    }

    @Test
    void aRunWhoseLastSecondHadNoRequestKeepsItsRateInTheSecondBefore() {
        assertThat(Series.of(0, List.of(), Runs.quietAtItsEnd()).windows()).hasSize(9)
                .allSatisfy(window -> assertThat(Objects.requireNonNull(window.rate()).requests()).isEqualTo(1));
    }

    @Test
    void aSecondThatOneWorkerHasNotReportedYetHasNoRate() {
        ResultAccumulator results = new ResultAccumulator(List.of("ride"));
        for (int second = 0; second < 4; second++) {
            results.add("one", second(second));
            if (second < 3) {
                results.add("two", second(second));
            }
        }
        assertThat(Series.of(0, List.of(), results.measured()).windows()).extracting(Series.Window::rate)
                .containsExactly(new Series.Rate(2, 0), new Series.Rate(2, 0), new Series.Rate(2, 0), null);
    }

    @Test
    void theFirstWindowOfALongRunCountsFromTheEndOfTheWarmup() {
        ResultAccumulator results = new ResultAccumulator(List.of("ride"), 5, Room.UNBOUNDED);
        for (int second = 5; second < 400; second++) {
            results.add("one", second(second));
        }
        List<Series.Window> windows = Series.of(5, List.of(), results.measured()).windows();
        assertThat(windows.getFirst().t()).isEqualTo(4);
        assertThat(windows).allMatch(window -> new Series.Rate(1, 0).equals(window.rate()));
    }

    private static Report second(int second) {
        return RandomRun.report(WorkerState.Running,
                List.of(new IntervalReport(Span.of(second, RunPart.measured), 1, HistogramReport.of(0),
                        List.of(new TaskReport("ride", TaskReport.Counts.NONE, TaskReport.Drain.NONE,
                                HistogramReport.of(1000), HistogramReport.of(1000))),
                        List.of())),
                null);
    }

    @Test
    void theHeatMapHasEachRequestOnceInTheBucketOfItsLatency() {
        assertThat(series.bucketsMs()).isSorted().startsWith(0.1).endsWith(60_000.0);
        for (Series.Window window : series.windows()) {
            assertThat(window.heat().stream().mapToLong(pair -> pair[1]).sum()).isEqualTo(window.all().n());
            double slowest = series.bucketsMs().get((int) window.heat().getLast()[0]);
            assertThat(window.all().p99()).isLessThanOrEqualTo(slowest);
        }
    }

    @Test
    void aFileIsReadBackAsItWasWritten() {
        Series edited = Series.of(5, List.of(lost(30, 1), new Note(20, Kind.edit, null, "load.users.count 10 -> 20")),
                measured);
        String file = edited.toJson();
        assertThat(Series.read(file)).hasValueSatisfying(read -> assertThat(read.toJson()).isEqualTo(file));
        assertThat(edited.notes()).extracting(Note::t).containsExactly(20L, 30L);
        assertThat(Series.read("{\"windows\": 3}")).isEmpty();
        assertThat(Series.read(null)).isEmpty();
    }

    private static Note lost(long t, int worker) {
        return new Note(t, Kind.lost, worker, "worker %d: exited with status 137".formatted(worker));
    }

    @Test
    void ofMoreThanTwoHundredNotesTheEditsAndTheOldestOthersStayAndTheRestIsCounted() {
        List<Note> notes = new ArrayList<>(IntStream.range(0, 250).mapToObj(i -> lost(i, i)).toList());
        notes.add(Note.of(new Edit(1, 900, "x".repeat(1024), null, 20, null, null, null)));
        Series bounded = Series.of(0, notes, measured);
        assertThat(bounded.notes()).hasSize(200).extracting(Note::t).isSorted().endsWith(198L, 900L);
        assertThat(bounded.notes().getLast().text()).isEqualTo("x".repeat(199) + "…");
        assertThat(bounded.notesLeftOut()).isEqualTo(51);
        assertThat(Series.of(0, notes, measured).after(bounded)).as("what a restarted operator stores")
                .satisfies(again -> assertThat(again.notes()).isEqualTo(bounded.notes()))
                .satisfies(again -> assertThat(again.notesLeftOut()).isEqualTo(51));
    }

    @Test
    void aRestartedOperatorHasTheNotesFromBeforeEachOnce() {
        Series before = Series.of(0, List.of(lost(10, 0), lost(20, 1)), measured);
        Note otherWords = new Note(20, Kind.lost, 1, "worker 1: does not respond");
        Series after = Series.of(0, List.of(otherWords, lost(30, 0)), measured).after(before);
        assertThat(after.notes()).containsExactly(lost(10, 0), lost(20, 1), lost(30, 0));
    }

    @Test
    void anOperatorThatWasRestartedKeepsTheWindowsFromBefore() {
        Series later = new Series(1, 0, series.tasks(), series.bucketsMs(), series.windows().subList(50, 120),
                List.of(), 0);
        Series earlier = new Series(1, 0, series.tasks(), series.bucketsMs(), series.windows().subList(0, 60),
                List.of(), 0);
        assertThat(later.after(earlier).windows()).isEqualTo(series.windows());
        Series other = new Series(1, 0, List.of("another"), series.bucketsMs(), List.of(), List.of(), 0);
        assertThat(other.after(earlier).windows()).isEmpty();
    }

    @Test
    void theSeriesOfARunThatGoesOnHasItsWorkersAsShortArraysAndAnEndedOneHasNone() throws Exception {
        LiveWorker worker = new LiveWorker(999, 99, "Terminating", 1L << 40, 1L << 40, 123456.789, 123456.789, 99.999,
                1L << 20);
        Series going = series.with(Collections.nCopies(3000, worker));
        String json = going.toJson();
        assertThat(Series.read(json).orElseThrow().workers()).hasSize(2000)
                .containsOnly(Series.Worker.of(worker));
        assertThat(json.length() - series.toJson().length()).isLessThan(200_000);
        assertThat(json).contains("[[999,99,\"Terminating\",");
        assertThat(Series.of(0, List.of(), measured).after(going).toJson()).doesNotContain("workers");
    }

    @Test
    void theHistoryHasARowForEachWindowAndTask() {
        List<String> lines = series.toCsv().lines().toList();
        assertThat(lines).hasSize(1 + 120 * 3);
        assertThat(lines.getFirst())
                .isEqualTo("Second,Seconds,Name,Users,Requests,Failures,Dropped,50%,95%,99%,Requests/s,Failures/s");
        assertThat(lines.get(3)).startsWith("0,1,Aggregated,0,120,0,0,");
    }
}
