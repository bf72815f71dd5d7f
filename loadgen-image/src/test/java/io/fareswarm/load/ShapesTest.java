package io.fareswarm.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.fareswarm.api.Load;
import io.fareswarm.api.Task;
import io.fareswarm.load.pace.ArrivalPacer;
import io.fareswarm.load.pace.Pacer;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.TaskReport;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests the shapes of load against a server over real sockets.
@Timeout(60)
class ShapesTest {
    private static final Task RIDE = Slices.ride("ride", 1, 0, "200");

    private static Report run(Slices slices) throws Exception {
        return new Started(slices).await();
    }

    private static IntervalReport total(Report report) {
        return Objects.requireNonNull(report.total());
    }

    private static Slices slices(Load load, ScriptedServer server, int index, int count, long durationMillis) {
        return Slices.of(load).to(server.port()).tasks(RIDE).worker(index, count).times(0, durationMillis, 5_000);
    }

    private static Load users(Load.Wait wait, int count) {
        return new Load(new Load.Users(count, 1e6, null, wait), null);
    }

    /// A server that responds at once, except to the first request, to which it responds after some cycles.
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
    void aRunWithANumberOfRequestsEndsWithTheLastRequestOfAllWorkers() throws Exception {
        for (Load load : List.of(users(new Load.Wait(null, "1ms", null, null), 5),
                new Load(null, new Load.Arrivals(2_000.0, null, Load.Distribution.poisson, 3)))) {
            try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
                List<Long> requests = new ArrayList<>();
                for (int worker = 0; worker < 3; worker++) {
                    Report report = run(slices(load, server, worker, 3, 3_600_000).requests(37L));
                    IntervalReport total = total(report);
                    requests.add(total.tasks().getFirst().requests());
                    assertThat(total.tasks().getFirst().drain()).isEqualTo(TaskReport.Drain.NONE);
                    assertThat(report.elapsedMicros()).isPositive().isLessThan(60_000_000);
                }
                assertThat(requests).containsExactly(13L, 12L, 12L);
                assertThat(server.requests()).isEqualTo(37);
            }
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aWorkerWithoutAShareOfTheRequestsFinishesAtOnce() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            Report report = run(slices(users(new Load.Wait(null, "0s", null, null), 5), server, 2, 3, 3_600_000)
                    .requests(2L));
            assertThat(total(report).tasks().getFirst().requests()).isZero();
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void sentAndDroppedCyclesAddUpToAllDueCycles() throws Exception {
        for (Load.Wait wait : List.of(new Load.Wait(null, null, "20ms", null), new Load.Wait(null, null, null, 50.0))) {
            try (ScriptedServer server = slowAtFirst()) {
                TaskReport task = total(run(slices(users(wait, 1), server, 0, 1, 600))).tasks().getFirst();
                assertThat(task.requests() + task.counts().dropped()).isEqualTo(30);
                assertThat(task.counts().dropped()).isPositive();
                assertThat(task.counts().failures()).isZero();
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
            Slices slices = slices(load, server, 1, 2, 500);
            ArrivalPacer pacer = (ArrivalPacer) Pacer.of(slices.slice());
            long due = 0;
            while (pacer.due(due) < 500_000_000) {
                due++;
            }
            TaskReport task = total(run(slices)).tasks().getFirst();
            assertThat(task.requests() + task.counts().dropped()).isEqualTo(due).isGreaterThan(20);
            assertThat(task.counts().dropped()).isPositive();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void usersThatAFallingStageStopsFinishTheirRequest() throws Exception {
        Load load = new Load(new Load.Users(null, null, List.of(new Load.UserStage("1s", 4, Load.Shape.step),
                new Load.UserStage("2s", 0, Load.Shape.step)), new Load.Wait(null, "10ms", null, null)), null);
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            Report report = run(slices(load, server, 0, 1, 3_000));
            List<Long> requests = report.intervals().stream().map(second -> second.tasks().getFirst().requests())
                    .toList();
            assertThat(requests.get(0)).isGreaterThan(4);
            assertThat(requests.get(1)).as("requests in flight").isLessThanOrEqualTo(4);
            assertThat(requests.get(2)).isZero();
            assertThat(report.intervals().get(2).users()).isZero();
            assertThat(total(report).tasks().getFirst().counts().failures()).isZero();
            assertThat(total(report).users()).isEqualTo(4);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aReplacementSendsAndReportsFromItsFirstSecondOn() throws Exception {
        Load load = new Load(null, new Load.Arrivals(60.0, null, Load.Distribution.constant, 100));
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            Report report = run(slices(load, server, 1, 2, 4_000).takeover(2, 0));
            assertThat(report.intervals().stream().map(second -> second.span().first())).startsWith(2L, 3L);
            assertThat(total(report).stalls().count()).isEqualTo(2);
            assertThat(report.elapsedMicros()).isEqualTo(4_000_000);
            assertThat(total(report).tasks().getFirst().requests()).isEqualTo(60).isEqualTo(server.requests());
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void usersThatAreTakenOverContinueToSend() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            Report report = run(slices(users(new Load.Wait(null, "50ms", null, null), 8), server, 0, 1, 4_000)
                    .takeover(1, 0));
            assertThat(report.intervals().getFirst().span().first()).isEqualTo(1);
            assertThat(report.intervals().get(1).users()).isEqualTo(8);
            TaskReport task = total(report).tasks().getFirst();
            assertThat(task.requests()).isEqualTo(server.requests()).isGreaterThan(100);
            assertThat(task.counts().dropped()).isZero();
            assertThat(server.connections()).isEqualTo(8);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aReplacementSendsTheRestOfTheRequests() throws Exception {
        Load load = users(new Load.Wait(null, "1ms", null, null), 5);
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            Slices rest = slices(load, server, 0, 2, 3_600_000).requests(101L).takeover(1, 20);
            assertThat(total(run(rest)).tasks().getFirst().requests()).isEqualTo(31).isEqualTo(server.requests());
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aRevisedRateIsExactFromItsSecondOn() throws Exception {
        Load load = new Load(null, new Load.Arrivals(40.0, null, Load.Distribution.constant, 100));
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            WorkerRun run = new WorkerRun(slices(load, server, 1, 2, 60_000).slice(), new ReferencedFiles(null),
                    Slices.ANYWHERE);
            Started started = new Started(run);
            run.revise(Slices.revision(run.slice(), 4_000, new LoadChange(2, null, null, 100.0)));
            Report report = started.await();
            assertThat(total(report).tasks().getFirst().requests()).isEqualTo(20 * 2 + 50 * 2)
                    .isEqualTo(server.requests());
            assertThat(total(report).stalls().count()).isEqualTo(4);
            assertThat(report.elapsedMicros()).isEqualTo(4_000_000);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void usersStartAndStopFromTheSecondOfARevisionOn() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            WorkerRun run = new WorkerRun(
                    slices(users(new Load.Wait(null, "10ms", null, null), 4), server, 0, 1, 1_500).slice(),
                    new ReferencedFiles(null), Slices.ANYWHERE);
            Started started = new Started(run);
            run.revise(Slices.revision(run.slice(), 4_000, new LoadChange(1, 9, 1e6, null),
                    new LoadChange(3, 2, 1e6, null)));
            Report report = started.await();
            List<Long> users = report.intervals().stream().map(second -> second.users()).toList();
            assertThat(users.subList(0, 3)).containsExactly(4L, 9L, 9L);
            assertThat(users.get(3)).isLessThanOrEqualTo(9);
            assertThat(total(report).stalls().count()).isEqualTo(4);
            assertThat(total(report).tasks().getFirst().counts().failures()).isZero();
            List<Long> requests = report.intervals().stream().map(second -> second.tasks().getFirst().requests())
                    .toList();
            assertThat(requests.get(1)).isGreaterThan(requests.get(0));
            assertThat(requests.get(3)).isLessThan(requests.get(2));
        }
    }
}
