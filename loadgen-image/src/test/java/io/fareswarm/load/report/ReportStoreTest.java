package io.fareswarm.load.report;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import io.fareswarm.load.MetricsPage;
import io.fareswarm.load.Slices;
import io.fareswarm.load.measure.Expectations;
import io.fareswarm.load.measure.IntervalCounts;
import io.fareswarm.load.measure.IntervalQueue;
import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.pace.Phases;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

import static org.assertj.core.api.Assertions.assertThat;

class ReportStoreTest {
    private static final long MS = 1_000_000;
    private static final long S = 1_000 * MS;
    private static final WorkerStatus STATUS = new WorkerStatus(0, true, WorkerState.Running, null, null, null);

    private final JsonMapper mapper = new JsonMapper();
    private final IntervalQueue intervals = new IntervalQueue(new Expectations(Slices.RIDES).names());
    private final Expectations expectations = new Expectations(Slices.RIDES);
    private final Recorder recorder = new Recorder(expectations, new Phases(2, 2000 * S, S, 0), intervals);
    private final ReportStore reports = new ReportStore(Slices.of(Slices.users(1, 1, "0s")).slice(), expectations,
            intervals);

    private void count(long second) throws InterruptedException {
        recorder.advance((second + 1) * S);
        IntervalCounts counts = Objects.requireNonNull(intervals.take());
        reports.add(counts, intervals.elapsedNanos());
        intervals.giveBack(counts);
    }

    private void finish(long now) throws InterruptedException {
        recorder.finish(now);
        for (IntervalCounts last = intervals.take(); last != null; last = intervals.take()) {
            reports.add(last, intervals.elapsedNanos());
        }
        reports.finish(intervals.elapsedNanos());
    }

    private static Histogram decode(HistogramReport report) throws Exception {
        if (report.histogram().isEmpty()) {
            Histogram few = new Histogram(1, WorkerProtocol.HISTOGRAM_MAX_MICROS, WorkerProtocol.HISTOGRAM_DIGITS);
            few.recordValueWithCount(Math.max(1, report.minMicros()), report.count());
            return few;
        }
        return Histogram.decodeFromByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(report.histogram())), 0);
    }

    @Test
    void theHealthIsThatOfTheLastSecond() throws Exception {
        assertThat(reports.health()).isNull();
        recorder.responded(0, 200, 0, 0, MS, 10, null);
        recorder.responded(0, 200, 0, 0, 2 * MS, 10, null);
        count(0);
        assertThat(Objects.requireNonNull(reports.health()).requests()).isEqualTo(2);
        count(1);
        assertThat(Objects.requireNonNull(reports.health()).requests()).isZero();
    }

    @Test
    void onlyIntervalsAfterTheRequestedOneAreReportedAndTheyNeverChange() throws Exception {
        for (int second = 0; second < 5; second++) {
            recorder.responded(0, 200, second * S, second * S, second * S + MS, 10, null);
            count(second);
        }
        List<IntervalReport> early = reports.after(2, STATUS).intervals();
        assertThat(early).extracting(one -> one.span().first()).containsExactly(3L, 4L);
        count(5);
        assertThat(reports.after(2, STATUS).intervals()).startsWith(early.toArray(IntervalReport[]::new)).hasSize(3);
        assertThat(reports.after(5, STATUS).intervals()).isEmpty();
        assertThat(reports.after(-1, STATUS).intervals()).hasSize(6);
        assertThat(reports.after(-1, STATUS).total()).as("nothing is missing yet").isNull();
    }

    @Test
    void aReportThatHasTheSecondInWhichTheDurationEndedHasItsLengthAlsoBeforeTheDrainIsOver() throws Exception {
        for (int second = 0; second < 5; second++) {
            count(second);
        }
        recorder.endsAt(5 * S + 400 * MS, 5 * S + 400 * MS);
        assertThat(reports.after(-1, STATUS).elapsedMicros()).isZero();
        count(5);
        assertThat(reports.after(-1, STATUS).elapsedMicros()).isEqualTo(3_400_000);
        assertThat(reports.isFinished()).isFalse();
        count(6);
        finish(7 * S);
        assertThat(reports.after(-1, STATUS).elapsedMicros()).isEqualTo(3_400_000);
    }

    @Test
    void aReaderTooFarBehindGetsATotal() throws Exception {
        int count = WorkerProtocol.STORED_INTERVALS + 5;
        for (int second = 0; second < count; second++) {
            recorder.responded(0, 200, second * S, second * S, second * S + MS, 10, null);
            count(second);
        }
        assertThat(reports.after(4, STATUS).total()).isNull();
        Report late = reports.after(3, STATUS);
        IntervalReport total = Objects.requireNonNull(late.total());
        assertThat(total.span().last()).isEqualTo(count - 1);
        assertThat(total.stalls().count()).isEqualTo(count - 2);
        assertThat(total.tasks().getFirst().requests()).isEqualTo(count - 2);
    }

    @Test
    void aReaderFarBehindReadsAllIntervalsInSeveralReportsAndTheFinalTotalInTheLast() throws Exception {
        for (int second = 0; second < WorkerProtocol.STORED_INTERVALS; second++) {
            count(second);
        }
        reports.finish(S);
        List<Long> seconds = new ArrayList<>();
        Report report = reports.after(-1, STATUS);
        while (report.more()) {
            assertThat(report.total()).isNull();
            assertThat(mapper.writeValueAsBytes(report)).hasSizeLessThan(2 * WorkerProtocol.REPORT_BYTES);
            report.intervals().forEach(one -> seconds.add(one.span().first()));
            report = reports.after(seconds.getLast(), STATUS);
        }
        report.intervals().forEach(one -> seconds.add(one.span().first()));
        assertThat(report.total()).isNotNull();
        assertThat(seconds)
                .containsExactlyElementsOf(LongStream.range(0, WorkerProtocol.STORED_INTERVALS).boxed().toList());
    }

    @Test
    void theMeasuredIntervalsAddUpToTheTotal() throws Exception {
        Random random = new Random(5);
        for (int second = 0; second < 12; second++) {
            for (int i = random.nextInt(200); i > 0; i--) {
                long done = second * S + random.nextLong(S);
                long latency = random.nextLong(50 * MS);
                int task = random.nextInt(2);
                switch (random.nextInt(6)) {
                    case 0 -> recorder.failed(task, ErrorReport.Kind.timeout, "late", done - latency, done - latency,
                            second * S + S - 1, 3);
                    case 1 -> recorder.dropped(task, second * S);
                    case 2 -> recorder.responded(task, 500, done - latency, done, done + 1, 5, null);
                    default -> recorder.responded(task, 200 + task * 222, second * S - latency, second * S - latency,
                            second * S, 5, null);
                }
            }
            recorder.users(second);
            count(second);
        }
        finish(12 * S + 1);
        Report report = reports.after(-1, STATUS);
        IntervalReport total = Objects.requireNonNull(report.total());
        List<IntervalReport> measured = report.intervals().stream()
                .filter(second -> second.span().phase() != RunPart.warmup)
                .toList();
        assertThat(total.stalls().count()).isEqualTo(measured.size());
        assertThat(total.users()).isEqualTo(11);
        for (int task = 0; task < 2; task++) {
            int t = task;
            var sum = total.tasks().get(t);
            assertThat(measured.stream().mapToLong(s -> s.tasks().get(t).requests()).sum()).isEqualTo(sum.requests());
            assertThat(measured.stream().mapToLong(s -> s.tasks().get(t).counts().failures()).sum())
                    .isEqualTo(sum.counts().failures());
            assertThat(measured.stream().mapToLong(s -> s.tasks().get(t).counts().dropped()).sum())
                    .isEqualTo(sum.counts().dropped());
            assertThat(measured.stream().mapToLong(s -> s.tasks().get(t).counts().bytesReceived()).sum())
                    .isEqualTo(sum.counts().bytesReceived());
            assertThat(measured.stream().mapToLong(s -> s.tasks().get(t).latency().sumMicros()).sum())
                    .isEqualTo(sum.latency().sumMicros());
            Histogram merged = new Histogram(1, WorkerProtocol.HISTOGRAM_MAX_MICROS, WorkerProtocol.HISTOGRAM_DIGITS);
            for (IntervalReport second : measured) {
                if (second.tasks().get(t).requests() > 0) {
                    merged.add(decode(second.tasks().get(t).latency()));
                }
            }
            assertThat(merged).isEqualTo(decode(sum.latency()));
        }
        assertThat(measured.stream().flatMap(s -> s.errors().stream()).mapToLong(ErrorReport::count).sum())
                .isEqualTo(total.errors().stream().mapToLong(ErrorReport::count).sum())
                .isEqualTo(total.tasks().stream().mapToLong(t -> t.counts().failures()).sum());
        assertThat(total.errors()).isSortedAccordingTo((a, b) -> Long.compare(b.count(), a.count()))
                .allSatisfy(error -> assertThat(error.seen()).isEqualTo(measured.stream()
                        .flatMap(s -> s.errors().stream()).filter(one -> one.task().equals(error.task())
                                && one.kind() == error.kind() && one.detail().equals(error.detail()))
                        .map(ErrorReport::seen).reduce(ErrorReport.Seen::and).orElseThrow()));
    }

    @Test
    void theFinalTotalHasTheStallsOfTheRun() throws Exception {
        count(0);
        count(1);
        recorder.started(2 * S + 20 * MS, 2 * S);
        count(2);
        recorder.turnBegins(3 * S);
        recorder.turnEnds(3 * S + 70 * MS);
        count(3);
        finish(4 * S);
        IntervalReport total = Objects.requireNonNull(reports.after(3, STATUS).total());
        assertThat(total.stalls().count()).isEqualTo(2);
        assertThat(total.stalls().minMicros()).isEqualTo(20_000);
        assertThat(total.stalls().maxMicros()).isEqualTo(70_000);
    }

    @Test
    void prometheusMetricsEqualTheReportsToTheUnit() throws Exception {
        recorder.responded(0, 200, 0, 0, 3 * MS, 10, null);
        count(0);
        count(1);
        for (int i = 0; i < 7; i++) {
            recorder.responded(0, 200, 2 * S, 2 * S, 2 * S + 3 * MS, 10, null);
        }
        recorder.responded(0, 503, 2 * S, 2 * S, 2 * S + 40 * MS, 10, null);
        recorder.failed(1, ErrorReport.Kind.connect, "refused", 2 * S, Recorder.NEVER, 2 * S + 50 * MS, 0);
        recorder.dropped(1, 2 * S + 60 * MS);
        recorder.users(9);
        count(2);
        String labels = "loadtest=\"taxi-rush\",loadtest_namespace=\"default\",outcome=\"%s\",phase=\"%s\",run=\"1\",status=\"%s\",task=\"%s\",worker=\"0\"} %s";
        assertThat(MetricsPage.of(reports).lines())
                .contains("fareswarm_requests_total{" + labels.formatted("ok", "warmup", "200", "valid ride", "1.0"))
                .contains("fareswarm_requests_total{" + labels.formatted("ok", "measured", "200", "valid ride", "7.0"))
                .contains("fareswarm_requests_total{"
                        + labels.formatted("status", "measured", "503", "valid ride", "1.0"))
                .contains("fareswarm_requests_total{"
                        + labels.formatted("connect", "measured", "none", "ride with a field missing", "1.0"))
                .anyMatch(line -> line.startsWith("fareswarm_requests_dropped_total{") && line.endsWith(" 1.0"))
                .anyMatch(line -> line.startsWith("fareswarm_users{") && line.endsWith(" 9.0"))
                .anyMatch(line -> line.startsWith("fareswarm_request_duration_seconds_bucket{")
                        && line.contains("le=\"0.005\"") && line.endsWith(" 7"))
                .anyMatch(line -> line.startsWith("fareswarm_request_duration_seconds_count{") && line.endsWith(" 8"))
                .anyMatch(line -> line.startsWith("fareswarm_request_duration_seconds_sum{")
                        && line.endsWith(" 0.061"));
    }
}
