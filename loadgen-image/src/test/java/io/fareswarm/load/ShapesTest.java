package io.fareswarm.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.fareswarm.api.Load;
import io.fareswarm.api.Task;
import io.fareswarm.load.pace.ArrivalPacer;
import io.fareswarm.load.pace.Pacer;
import io.fareswarm.protocol.DrainReport;
import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.TotalReport;

import static org.assertj.core.api.Assertions.assertThat;

/// The shapes of load on a server that answers over real sockets.
@Timeout(60)
class ShapesTest {
    private static final Task RIDE = Slices.ride("ride", 1, 0, "200");

    private static Report run(Slice slice) throws Exception {
        return new Started(new WorkerRun(slice)).await();
    }

    private static TotalReport total(Report report) {
        return Objects.requireNonNull(report.total());
    }

    private static Slice slice(Load load, ScriptedServer server, int worker, int workers, long durationMillis,
            @Nullable Long requests) {
        Slice slice = Slices.of(load).to(server.port()).tasks(RIDE).worker(worker, workers)
                .times(0, durationMillis, 5_000).slice();
        return new Slice(slice.run(), slice.namespace(), slice.loadtest(), slice.runNumber(), slice.worker(),
                slice.workers(), 0, 0, 0, slice.url(), slice.timeoutMillis(), load, slice.tasks(), 0, durationMillis,
                requests, slice.gracefulStopMillis(), slice.seed());
    }

    private static Load users(Load.Wait wait, int count) {
        return new Load(new Load.Users(count, 1e6, null, wait), null);
    }

    /// Answers at once, but the first request only after some cycles have gone by.
    private static ScriptedServer slowAtFirst() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        return new ScriptedServer(connection -> {
            while (connection.read() != null) {
                if (first.getAndSet(false)) {
                    Thread.sleep(130);
                }
                connection.write(ScriptedServer.OK);
            }
        });
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aRunOfSomeRequestsEndsWithTheLastOfThemOverAllWorkers() throws Exception {
        for (Load load : List.of(users(new Load.Wait(null, "1ms", null, null), 5),
                new Load(null, new Load.Arrivals(2_000.0, null, Load.Distribution.poisson, 3)))) {
            try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
                List<Long> requests = new ArrayList<>();
                for (int worker = 0; worker < 3; worker++) {
                    TotalReport total = total(run(slice(load, server, worker, 3, 3_600_000, 37L)));
                    requests.add(total.tasks().getFirst().requests());
                    assertThat(total.tasks().getFirst().drained()).isEqualTo(DrainReport.NONE);
                    assertThat(total.elapsedMicros()).isPositive().isLessThan(60_000_000);
                }
                assertThat(requests).containsExactly(13L, 12L, 12L);
                assertThat(server.requests()).isEqualTo(37);
            }
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aWorkerWithoutAShareOfTheRequestsIsDoneAtOnce() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            Report report = run(slice(users(new Load.Wait(null, "0s", null, null), 5), server, 2, 3, 3_600_000, 2L));
            assertThat(total(report).tasks().getFirst().requests()).isZero();
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void sentAndDroppedCyclesAreAllThatWereDue() throws Exception {
        for (Load.Wait wait : List.of(new Load.Wait(null, null, "20ms", null), new Load.Wait(null, null, null, 50.0))) {
            try (ScriptedServer server = slowAtFirst()) {
                TaskReport task = total(run(slice(users(wait, 1), server, 0, 1, 600, null))).tasks().getFirst();
                assertThat(task.requests() + task.dropped()).isEqualTo(30);
                assertThat(task.dropped()).isPositive();
                assertThat(task.failures()).isZero();
                assertThat(server.requests()).isEqualTo((int) task.requests());
            }
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void everyPoissonArrivalIsSentOrDropped() throws Exception {
        Load load = new Load(null, new Load.Arrivals(null, List.of(new Load.RateStage("200ms", 400, Load.Shape.ramp),
                new Load.RateStage("300ms", 200, Load.Shape.step)), Load.Distribution.poisson, 1));
        try (ScriptedServer server = slowAtFirst()) {
            Slice slice = slice(load, server, 1, 2, 500, null);
            ArrivalPacer pace = (ArrivalPacer) Pacer.of(slice);
            long due = 0;
            while (pace.due(due) < 500_000_000) {
                due++;
            }
            TaskReport task = total(run(slice)).tasks().getFirst();
            assertThat(task.requests() + task.dropped()).isEqualTo(due).isGreaterThan(20);
            assertThat(task.dropped()).isPositive();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void usersThatAFallingStageRemovesFinishTheirRequestAndStop() throws Exception {
        Load load = new Load(new Load.Users(null, null, List.of(new Load.UserStage("1s", 4, Load.Shape.step),
                new Load.UserStage("2s", 0, Load.Shape.step)), new Load.Wait(null, "10ms", null, null)), null);
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            Report report = run(slice(load, server, 0, 1, 3_000, null));
            List<Long> requests = report.seconds().stream().map(second -> second.tasks().getFirst().requests())
                    .toList();
            assertThat(requests.get(0)).isGreaterThan(4);
            assertThat(requests.get(1)).as("those in flight").isLessThanOrEqualTo(4);
            assertThat(requests.get(2)).isZero();
            assertThat(report.seconds().get(2).users()).isZero();
            assertThat(total(report).tasks().getFirst().failures()).isZero();
            assertThat(total(report).users()).isEqualTo(4);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whoTakesUpAPartSendsWhatIsDueFromItsSecondOnAndReportsFromThere() throws Exception {
        Load load = new Load(null, new Load.Arrivals(60.0, null, Load.Distribution.constant, 100));
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            Slice whole = slice(load, server, 1, 2, 4_000, null);
            Slice late = new Slice(whole.run(), whole.namespace(), whole.loadtest(), 1, 1, 2, 1, 0, 2, whole.url(),
                    whole.timeoutMillis(), load, whole.tasks(), 0, 4_000, null, whole.gracefulStopMillis(), 42);
            Report report = run(late);
            assertThat(report.seconds().stream().map(second -> second.second())).startsWith(2L, 3L);
            assertThat(total(report).seconds()).isEqualTo(2);
            assertThat(total(report).elapsedMicros()).isEqualTo(4_000_000);
            assertThat(total(report).tasks().getFirst().requests()).isEqualTo(60).isEqualTo(server.requests());
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void usersThatAreTakenUpGoOnSending() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            Slice whole = slice(users(new Load.Wait(null, "50ms", null, null), 8), server, 0, 1, 4_000, null);
            Slice late = new Slice(whole.run(), whole.namespace(), whole.loadtest(), 1, 0, 1, 1, 0, 1, whole.url(),
                    whole.timeoutMillis(), whole.load(), whole.tasks(), 0, 4_000, null, whole.gracefulStopMillis(), 42);
            Report report = run(late);
            assertThat(report.seconds().getFirst().second()).isEqualTo(1);
            assertThat(report.seconds().get(1).users()).isEqualTo(8);
            TaskReport task = total(report).tasks().getFirst();
            assertThat(task.requests()).isEqualTo(server.requests()).isGreaterThan(100);
            assertThat(task.dropped()).isZero();
            assertThat(server.connections()).isEqualTo(8);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whoTakesUpAPartOfSomeRequestsSendsTheRest() throws Exception {
        Load load = users(new Load.Wait(null, "1ms", null, null), 5);
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            Slice whole = slice(load, server, 0, 2, 3_600_000, 101L);
            Slice rest = new Slice(whole.run(), whole.namespace(), whole.loadtest(), 1, 0, 2, 1, 0, 1, whole.url(),
                    whole.timeoutMillis(), load, whole.tasks(), 0, 3_600_000, 101L, whole.gracefulStopMillis(), 42,
                    null, null, null, 20);
            assertThat(total(run(rest)).tasks().getFirst().requests()).isEqualTo(31).isEqualTo(server.requests());
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anEditedRateIsSentToTheUnitFromItsSecondOn() throws Exception {
        Load load = new Load(null, new Load.Arrivals(40.0, null, Load.Distribution.constant, 100));
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            WorkerRun run = new WorkerRun(slice(load, server, 1, 2, 60_000, null));
            Started started = new Started(run);
            run.change(Slices.changed(run.slice(), 4_000, new LoadChange(2, null, null, 100.0)));
            Report report = started.await();
            assertThat(total(report).tasks().getFirst().requests()).isEqualTo(20 * 2 + 50 * 2)
                    .isEqualTo(server.requests());
            assertThat(total(report).seconds()).isEqualTo(4);
            assertThat(total(report).elapsedMicros()).isEqualTo(4_000_000);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void usersComeAndLeaveFromTheSecondOfAnEditOn() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            WorkerRun run = new WorkerRun(
                    slice(users(new Load.Wait(null, "10ms", null, null), 4), server, 0, 1, 1_500, null));
            Started started = new Started(run);
            run.change(Slices.changed(run.slice(), 4_000, new LoadChange(1, 9, 1e6, null),
                    new LoadChange(3, 2, 1e6, null)));
            Report report = started.await();
            List<Long> users = report.seconds().stream().map(second -> second.users()).toList();
            assertThat(users.subList(0, 3)).containsExactly(4L, 9L, 9L);
            assertThat(users.get(3)).isLessThanOrEqualTo(9);
            assertThat(total(report).seconds()).isEqualTo(4);
            assertThat(total(report).tasks().getFirst().failures()).isZero();
            List<Long> requests = report.seconds().stream().map(second -> second.tasks().getFirst().requests())
                    .toList();
            assertThat(requests.get(1)).isGreaterThan(requests.get(0));
            assertThat(requests.get(3)).isLessThan(requests.get(2));
        }
    }
}
