package io.fareswarm.load.measure;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.Task;
import io.fareswarm.load.Slices;
import io.fareswarm.load.pace.Phases;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.ErrorReport.Kind;
import io.fareswarm.protocol.ErrorReport.Seen;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerProtocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecorderTest {
    private static final long MS = 1_000_000;
    private static final long S = 1_000 * MS;

    private final IntervalQueue intervals = new IntervalQueue(new Expectations(Slices.RIDES).names());
    private final Recorder recorder = new Recorder(new Expectations(Slices.RIDES), new Phases(1, 10 * S, S, 0),
            intervals);

    private IntervalCounts next() throws InterruptedException {
        IntervalCounts second = intervals.take();
        assertThat(second).isNotNull();
        return second;
    }

    @Test
    void latencyBeginsWhenARequestIsDueAndServiceTimeWhenItIsSent() throws Exception {
        recorder.responded(0, 200, 100 * MS, 130 * MS, 150 * MS, 77, null);
        recorder.finish(200 * MS);
        TaskCounts counts = next().task(0);
        assertThat(counts.latency().sumMicros()).isEqualTo(50_000);
        assertThat(counts.toReport("t").serviceTime().sumMicros()).isEqualTo(20_000);
        assertThat(counts.bytesReceived()).isEqualTo(77);
        assertThat(intervals.take()).isNull();
    }

    @Test
    void goodResponsesUpToALatencyAreCountedToTheNanosecondAndOthersAreNot() throws Exception {
        IntervalQueue bounded = new IntervalQueue(new Expectations(Slices.RIDES).names(), 50 * MS, 100 * MS);
        Recorder counting = new Recorder(new Expectations(Slices.RIDES), new Phases(0, 10 * S, S, 0), bounded);
        counting.responded(0, 200, 0, 0, 50 * MS, 1, null);
        counting.responded(0, 200, 0, 0, 50 * MS + 1, 1, null);
        counting.responded(0, 200, 0, 0, 200 * MS, 1, null);
        counting.responded(0, 503, 200 * MS, 200 * MS, 201 * MS, 1, null);
        counting.failed(0, Kind.closed, "early", 200 * MS, 200 * MS, 201 * MS, 0);
        counting.dropped(0, 201 * MS);
        counting.finish(300 * MS);
        IntervalCounts second = bounded.take();
        assertThat(second).isNotNull();
        assertThat(second.task(0).toReport("t").counts().goodWithin()).isEqualTo(Map.of(50_000L, 1L, 100_000L, 2L));
        assertThat(second.task(1).toReport("t").counts().goodWithin()).isEqualTo(Map.of(50_000L, 0L, 100_000L, 0L));

        TaskCounts run = new TaskCounts(HistogramRecorder::ofRun, 50 * MS, 100 * MS);
        run.add(second.task(0));
        run.add(second.task(0));
        assertThat(run.toReport("t").counts().goodWithin()).isEqualTo(Map.of(50_000L, 2L, 100_000L, 4L));
        second.begin(1, RunPart.measured);
        assertThat(second.task(0).toReport("t").counts().goodWithin()).isEqualTo(Map.of(50_000L, 0L, 100_000L, 0L));
    }

    @Test
    void aSampleCountsInTheSecondInWhichItEnded() throws Exception {
        recorder.responded(0, 200, 900 * MS, 900 * MS, 1100 * MS, 1, null);
        recorder.finish(1200 * MS);
        IntervalCounts first = next();
        assertThat(first.second()).isZero();
        assertThat(first.phase()).isEqualTo(RunPart.warmup);
        assertThat(first.task(0).requests()).isZero();
        IntervalCounts second = next();
        assertThat(second.second()).isEqualTo(1);
        assertThat(second.phase()).isEqualTo(RunPart.measured);
        assertThat(second.task(0).requests()).isEqualTo(1);
    }

    @Test
    void aSampleThatEndsAfterTheDurationCountsInTheDrainEvenWithinItsLastSecond() throws Exception {
        recorder.advance(2 * S);
        recorder.responded(0, 200, 2 * S, 2 * S, 2400 * MS, 1, null);
        recorder.endsAt(2500 * MS, 2500 * MS);
        recorder.responded(0, 200, 2 * S, 2 * S, 2500 * MS, 1, null);
        recorder.responded(0, 503, 2 * S, 2 * S, 2600 * MS, 1, null);
        recorder.failed(1, Kind.timeout, "late", 2 * S, 2 * S, 3100 * MS, 0);
        recorder.finish(3200 * MS);
        assertThat(next().phase()).isEqualTo(RunPart.warmup);
        assertThat(next().phase()).isEqualTo(RunPart.measured);
        IntervalCounts last = next();
        assertThat(last.phase()).isEqualTo(RunPart.measured);
        assertThat(last.task(0).requests()).isEqualTo(3);
        assertThat(last.task(0).toReport("t").drain()).isEqualTo(new TaskReport.Drain(2, 1, 2));
        IntervalCounts drain = next();
        assertThat(drain.phase()).isEqualTo(RunPart.drain);
        assertThat(drain.task(1).toReport("t").drain()).isEqualTo(new TaskReport.Drain(1, 1, 0));
    }

    @Test
    void idleSecondsAreReportedTooEvenWhenTheSendLoopIsLate() throws Exception {
        recorder.advance(4500 * MS);
        for (int i = 0; i < 4; i++) {
            assertThat(next().second()).isEqualTo(i);
        }
        recorder.finish(4600 * MS);
        assertThat(intervals.take()).as("the current second was empty").isNull();
    }

    @Test
    void aTurnOverSeveralSecondsIsAStallOfEach() throws Exception {
        recorder.turnBegins(500 * MS);
        recorder.turnEnds(2300 * MS);
        recorder.advance(3 * S);
        assertThat(next().stallMicros()).isEqualTo(500_000);
        assertThat(next().stallMicros()).isEqualTo(1_500_000);
        assertThat(next().stallMicros()).isEqualTo(1_800_000);
    }

    @Test
    void waitingIsNotPartOfATurn() throws Exception {
        recorder.turnBegins(100 * MS);
        recorder.turnEnds(101 * MS);
        recorder.turnBegins(900 * MS);
        recorder.turnEnds(902 * MS);
        recorder.advance(S);
        assertThat(next().stallMicros()).isEqualTo(2_000);
    }

    @Test
    void lagIsHowLateTheGeneratorStarts() throws Exception {
        for (int i = 0; i < 98; i++) {
            recorder.started(10 * MS, 10 * MS);
        }
        recorder.started(30 * MS, 10 * MS);
        recorder.started(50 * MS, 10 * MS);
        recorder.advance(S);
        assertThat(next().stallMicros()).isBetween(19_900L, 20_100L);
    }

    @Test
    void anUnexpectedStatusIsAFailureWithTheExpectedOneInItsDetail() throws Exception {
        recorder.responded(0, 503, 0, 0, MS, 1, null);
        recorder.responded(0, 503, 0, 0, MS, 1, null);
        recorder.responded(1, 422, 0, 0, MS, 1, null);
        recorder.finish(2 * MS);
        IntervalCounts second = next();
        assertThat(second.task(0).toReport("t").counts().failures()).isEqualTo(2);
        assertThat(second.task(0).statuses()).containsExactly(java.util.Map.entry(503, 2L));
        assertThat(second.task(1).toReport("t").counts().failures()).isZero();
        assertThat(second.toReport().errors())
                .containsExactly(
                        new ErrorReport("valid ride", Kind.status, "expected 200, found 503", 2, null, Seen.at(0)));
    }

    @Test
    void aRequestThatWasNeverSentHasALatencyButNoServiceTime() throws Exception {
        recorder.failed(0, Kind.connect, "Connection refused", 0, Recorder.NEVER, 5 * MS, 0);
        recorder.failed(0, Kind.timeout, "late", 0, MS, 5 * MS, 10);
        recorder.finish(6 * MS);
        var report = next().task(0).toReport("t");
        assertThat(report.requests()).isEqualTo(2);
        assertThat(report.counts().failures()).isEqualTo(2);
        assertThat(report.serviceTime().count()).isEqualTo(1);
        assertThat(report.counts().bytesReceived()).isEqualTo(10);
        assertThat(report.counts().statuses()).isEmpty();
    }

    @Test
    void droppedRequestsAreNotSamples() throws Exception {
        recorder.dropped(1, 1500 * MS);
        recorder.finish(1600 * MS);
        next();
        var report = next().task(1).toReport("t");
        assertThat(report.counts().dropped()).isEqualTo(1);
        assertThat(report.requests()).isZero();
    }

    @Test
    void errorsBeyondTheBoundCountAsOtherAndNoneIsLost() throws Exception {
        for (int i = 0; i < 300; i++) {
            recorder.failed(0, Kind.connect, "why " + i, 0, Recorder.NEVER, MS, 0);
        }
        recorder.failed(0, Kind.connect, "why 7", 0, Recorder.NEVER, MS, 0);
        recorder.finish(2 * MS);
        IntervalCounts second = next();
        assertThat(second.toReport().errors()).hasSize(WorkerProtocol.MAX_DISTINCT_ERRORS + 1)
                .startsWith(new ErrorReport("valid ride", Kind.connect, ErrorReport.OTHER, 200, null, Seen.at(0)),
                        new ErrorReport("valid ride", Kind.connect, "why 7", 2, null, Seen.at(0)));
    }

    @Test
    void theUsersOfASecondAreItsMaximumAndAnIdleSecondHasThoseOfTheSecondBefore() throws Exception {
        recorder.users(3);
        recorder.users(1);
        recorder.advance(2 * S);
        assertThat(next().users()).isEqualTo(3);
        assertThat(next().users()).isEqualTo(1);
    }

    @Test
    void anIntervalThatWasGivenBackIsEmptyAgain() throws Exception {
        for (int i = 0; i < 3 * IntervalQueue.CIRCULATING; i++) {
            recorder.responded(0, 503, i * S, i * S, i * S + MS, 1, null);
            recorder.advance((i + 1) * S);
            IntervalCounts second = next();
            assertThat(second.task(0).requests()).isEqualTo(1);
            assertThat(second.toReport().errors()).extracting(ErrorReport::count).containsExactly(1L);
            intervals.giveBack(second);
        }
    }

    @Test
    void timesOutsideTheHistogramsRangeStayExactInSumAndExtremes() throws Exception {
        recorder.responded(0, 200, 0, 0, 100, 1, null);
        recorder.finish(1000);
        var tiny = next().task(0).toReport("t").latency();
        assertThat(tiny.minMicros()).isZero();
        assertThat(tiny.count()).isEqualTo(1);
        HistogramRecorder recorded = HistogramRecorder.ofRun();
        recorded.record(2 * 3600 * S);
        assertThat(recorded.toReport().maxMicros()).isEqualTo(7_200_000_000L);
        assertThat(recorded.toReport().sumMicros()).isEqualTo(7_200_000_000L);
    }

    @Test
    void statusClassesAndStatusCodesCanBothBeExpected() {
        Expectations expectations = new Expectations(List.of(Slices.plain(Task.Method.GET, "/", "2xx", "404")));
        assertThat(expectations.isExpected(0, 204)).isTrue();
        assertThat(expectations.isExpected(0, 404)).isTrue();
        assertThat(expectations.isExpected(0, 403)).isFalse();
        assertThat(expectations.explain(0, 500)).isEqualTo("expected 2xx or 404, found 500");
        assertThatThrownBy(() -> new Expectations(List.of(Slices.plain(Task.Method.GET, "/", "2x"))))
                .hasMessageContaining("2x");
        assertThatThrownBy(() -> new Expectations(List.of(Slices.plain(Task.Method.GET, "/"))))
                .hasMessageContaining("found none");
    }

    @Test
    void theTimeOfATurnBeforeTheWorkerBeginsDoesNotCount() throws Exception {
        recorder.turnBegins(-500 * MS);
        recorder.turnEnds(-200 * MS);
        recorder.turnBegins(-100 * MS);
        recorder.turnEnds(3 * MS);
        recorder.advance(S);
        assertThat(next().stallMicros()).isEqualTo(3_000);
    }
}
