package io.fareswarm.load;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.fareswarm.load.pace.Phases;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.HandOver;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.LoadRevision;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerStatus;

import static org.assertj.core.api.Assertions.assertThat;

/// A worker that leaves stops to send at a second. Another one sends from this second on.
@Timeout(60)
class HandoverTest {
    private static final long MINUTE = 60 * Phases.SECOND;
    private static final long HOUR_MILLIS = 3_600_000;

    private static Slices arrivals(ScriptedServer server, long durationMillis) {
        return Slices.of(Slices.arrivals(200, 5000)).to(server.port()).times(0, durationMillis, 20_000);
    }

    private static void begin(Started started) {
        started.run.leave(System.nanoTime(), System.nanoTime() + MINUTE);
    }

    private static Started leaving(Slices slices, long second) throws Exception {
        Started started = new Started(slices);
        begin(started);
        assertThat(started.run.handOver(new HandOver(slices.slice().run().id(), second), System.nanoTime())).isNull();
        return started;
    }

    private static long requests(IntervalReport report) {
        return report.tasks().stream().mapToLong(TaskReport::requests).sum();
    }

    private static long drained(IntervalReport report) {
        return report.tasks().stream().mapToLong(task -> task.drain().requests()).sum();
    }

    private static List<String> sorted(ScriptedServer server) {
        return server.bodies().stream().sorted().toList();
    }

    @Test
    void theSuccessorSendsExactlyTheRestOfTheShare() throws Exception {
        List<String> undisturbed;
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            new Started(arrivals(server, 3_000)).await();
            undisturbed = sorted(server);
        }
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            long barrier = System.nanoTime();
            Started leaving = new Started(new WorkerRun(arrivals(server, 3_000).slice(), new ReferencedFiles(null),
                    Slices.ANYWHERE), barrier);
            Started successor = new Started(new WorkerRun(arrivals(server, 3_000).takeover(2, 0).slice(),
                    new ReferencedFiles(null), Slices.ANYWHERE), barrier);
            begin(leaving);
            assertThat(leaving.run.handOver(new HandOver("default/taxi-rush/1", 2), System.nanoTime())).isNull();
            assertThat(requests(leaving.total())).isEqualTo(400);
            assertThat(requests(successor.total())).isEqualTo(200);
            assertThat(sorted(server)).isEqualTo(undisturbed).hasSize(600);
            assertThat(leaving.run.leaving()).isEqualTo(new WorkerStatus.Leaving(2L, true));
            assertThat(Stream.of(leaving.await(), successor.await()).flatMap(report -> report.intervals().stream())
                    .filter(interval -> interval.span().phase() == RunPart.measured)
                    .map(interval -> interval.span().first())).as("each second once").containsExactly(0L, 1L, 2L);
        }
    }

    @Test
    void requestsInFlightAtTheHandoverCountLikeOthersAndMakeNoSecondOfTheLeavingWorker() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            while (connection.read() != null) {
                Thread.sleep(1_500); // a slow server
                connection.write(ScriptedServer.OK);
            }
        })) {
            Report report = leaving(Slices.of(Slices.users(3, 1000, "0s")).to(server.port()).times(0, HOUR_MILLIS,
                    20_000), 1).await();
            IntervalReport total = Objects.requireNonNull(report.total());
            assertThat(requests(total)).isEqualTo(3).isEqualTo(server.requests());
            assertThat(drained(total)).as("ended within the duration of the run").isZero();
            assertThat(total.stalls().count()).as("seconds").isEqualTo(1);
            assertThat(report.elapsedMicros()).as("the duration goes on").isZero();
            assertThat(report.intervals()).extracting(interval -> interval.span().phase())
                    .containsExactly(RunPart.measured, RunPart.drain);
            assertThat(report.intervals()).extracting(IntervalReport::users).as("users belong to the successor")
                    .containsExactly(3L, 0L);
        }
    }

    @Test
    void withoutASuccessorTheWorkerStopsInTimeAndRequestsThatWouldTakeTooLongAreUnfinished() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            connection.read();
            connection.read(); // until the worker closes
        })) {
            long barrier = System.nanoTime();
            Started started = new Started(new WorkerRun(Slices.of(Slices.users(2, 1000, "0s")).to(server.port())
                    .times(0, HOUR_MILLIS, 600_000).timeout(600_000).slice(), new ReferencedFiles(null),
                    Slices.ANYWHERE), barrier);
            started.run.leave(barrier, barrier + 7 * Phases.SECOND);
            assertThat(started.run.leaving()).isEqualTo(new WorkerStatus.Leaving(1L, false));
            Report report = started.await();
            assertThat(Objects.requireNonNull(report.total()).errors()).extracting(ErrorReport::kind)
                    .containsOnly(ErrorReport.Kind.unfinished);
            assertThat(Objects.requireNonNull(report.total()).stalls().count()).isEqualTo(1);
        }
    }

    @Test
    void aWorkerWhoseShareIsCompleteBeforeItHasToLeaveHandsNothingOver() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            Started ended = new Started(arrivals(server, 2_000));
            begin(ended);
            assertThat(ended.run.leaving().untilSecond()).as("while it sends").isNotNull();
            Report report = ended.await();
            assertThat(report.elapsedMicros()).isEqualTo(2_000_000);
            Started counted = new Started(arrivals(server, HOUR_MILLIS).requests(50L));
            begin(counted);
            assertThat(requests(counted.total())).isEqualTo(50);
            Started stopped = new Started(arrivals(server, HOUR_MILLIS));
            begin(stopped);
            stopped.run.stop();
            stopped.await();
            assertThat(Stream.of(ended, counted, stopped).map(started -> started.run.leaving()))
                    .containsOnly(new WorkerStatus.Leaving(null, false));
        }
    }

    @Test
    void anEditDuringAHandoverChangesNeitherTheSecondNorWhoSendsWhat() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            Slices whole = arrivals(server, 3_000);
            LoadRevision revision = Slices.revision(whole.slice(), 4_000, new LoadChange(1, null, null, 400.0));
            Started leaving = leaving(whole, 2);
            leaving.run.revise(revision);
            IntervalReport total = leaving.total();
            assertThat(requests(total)).as("200 in the first second, then 400").isEqualTo(600);
            assertThat(leaving.run.leaving().untilSecond()).isEqualTo(2);
        }
    }
}
