package io.fareswarm.operator.fleet;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.Load;
import io.fareswarm.operator.result.Runs;
import io.fareswarm.operator.run.RunDecision;
import io.fareswarm.operator.run.WorkerAttempt;
import io.fareswarm.operator.run.WorkerView;
import io.fareswarm.protocol.Route;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.WorkerStatus;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerFleetTest {
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger failedCalls = new AtomicInteger();
    private final WorkerFleet fleet = fleet();

    private WorkerFleet fleet() {
        return fleet(FakeWorker.TASK);
    }

    private WorkerFleet fleet(String task) {
        return new WorkerFleet(List.of(task), 0, new WorkerClient.Shared(http, "token", Clock.systemUTC(),
                FleetLimits.of(128 << 20), "default"), failedCalls::incrementAndGet);
    }

    @AfterEach
    void close() {
        fleet.close();
        http.shutdownNow();
    }

    private static Map<String, Slice> slices(String... ids) {
        Slice slice = new Slice(new Slice.Run("default/rush/1", "default", "rush", 1), new Slice.Share(0, 1, 0, 0, 0),
                new Slice.Target("http://127.0.0.1:1", null, 1_000, null, false, Route.DEFAULT),
                new Slice.Timing(0, 1_000, 0, null),
                new Slice.Workload(new Load(null, new Load.Arrivals(1.0, null, Load.Distribution.constant, 1)),
                        List.of(), List.of(), 42, List.of()));
        return List.of(ids).stream().collect(Collectors.toMap(id -> id, _ -> slice));
    }

    @Test
    void eachPollContinuesAfterTheLastReportedSecond() throws Exception {
        try (FakeWorker worker = new FakeWorker(2)) {
            assertThat(fleet.observe(List.of(worker.process("a", 0)), Optional.empty()).getFirst().reports()
                    .measuredSeconds())
                    .isEqualTo(2);
            worker.seconds = 5;
            assertThat(fleet.observe(List.of(worker.process("a", 0)), Optional.empty()).getFirst().reports()
                    .measuredSeconds())
                    .isEqualTo(5);
            assertThat(worker.calls).containsExactly("GET /report?after=-1", "GET /report?after=1");
        }
    }

    @Test
    void aWorkerThatCannotBeReachedIsAFailedCallAndDoesNotDelayOtherReports() throws Exception {
        try (FakeWorker worker = new FakeWorker(1)) {
            WorkerProcess starting = new WorkerProcess("starting", new WorkerAttempt(1, 0), null, null, null);
            List<WorkerView> views = fleet.observe(List.of(starting, worker.process("a", 0)), Optional.empty());
            assertThat(failedCalls).hasValue(1);
            assertThat(views.getFirst().responses().lastStatus()).isNull();
            assertThat(views.getLast().reports().measuredSeconds()).isEqualTo(1);
        }
    }

    @Test
    void aRejectedSliceIsSeenWithTheWorkersOwnMessage() throws Exception {
        try (FakeWorker worker = new FakeWorker(0)) {
            worker.rejectsSlices = true;
            List<WorkerProcess> processes = List.of(worker.process("a", 0));
            fleet.observe(processes, Optional.empty());
            fleet.apply("default/rush/1", new RunDecision.AssignSlices(Runs.status(), slices("a")));
            assertThat(fleet.observe(processes, Optional.empty()).getFirst().responses().rejection())
                    .isEqualTo("the slice cannot be used");
            assertThat(failedCalls).hasValue(1);
        }
    }

    @Test
    void aWorkerGetsThePermittedAddressesOfItsRunOnceWhenTheyChange() throws Exception {
        try (FakeWorker worker = new FakeWorker(0); FakeWorker idle = new FakeWorker(0)) {
            List<WorkerProcess> processes = List.of(worker.process("a", 0), idle.process("b", 1));
            worker.assignment = new WorkerStatus.Assignment("default/rush/1", new Slice.Share(0, 1, 0, 0, 0), 0, 1L);
            for (List<String> addresses : List.of(List.of("10.0.0.1"), List.of("10.0.0.1"), List.<String>of(),
                    List.of("10.0.0.1", "10.0.0.2"))) {
                fleet.observe(processes, Optional.empty());
                fleet.permit("default/rush/1", new Route("shop", addresses, true));
            }
            fleet.permit("default/rush/2", new Route("shop", List.of("10.0.0.3"), true));
            assertThat(worker.calls.stream().filter(call -> call.startsWith("PUT"))).containsExactly("PUT /addresses",
                    "PUT /addresses");
            assertThat(idle.calls).noneMatch(call -> call.startsWith("PUT"));
        }
    }

    @Test
    void addressesAreSentAgainUntilTheWorkerHasThemOrHasNothingToDoForThem() throws Exception {
        try (FakeWorker worker = new FakeWorker(0)) {
            worker.assignment = new WorkerStatus.Assignment("default/rush/1", new Slice.Share(0, 1, 0, 0, 0), 0, 1L);
            fleet.observe(List.of(worker.process("a", 0)), Optional.empty());
            int last = 0;
            for (int delivered : List.of(200, 404, 409)) {
                Route route = new Route("shop", List.of("10.0.0." + ++last), true);
                worker.calls.clear();
                for (int status : List.of(-1, 401, 500, 503, delivered, delivered)) {
                    worker.addressesStatus = status;
                    fleet.permit("default/rush/1", route);
                }
                assertThat(worker.calls).as("%s", delivered).hasSizeBetween(5, 6).containsOnly("PUT /addresses");
                worker.calls.clear();
                fleet.permit("default/rush/1", route);
                assertThat(worker.calls).isEmpty();
            }
        }
    }

    @Test
    void addressesThatComeBackAfterALostResponseAreSentAgain() throws Exception {
        try (FakeWorker worker = new FakeWorker(0)) {
            worker.assignment = new WorkerStatus.Assignment("default/rush/1", new Slice.Share(0, 1, 0, 0, 0), 0, 1L);
            fleet.observe(List.of(worker.process("a", 0)), Optional.empty());
            Route first = new Route("shop", List.of("10.0.0.1"), true);
            fleet.permit("default/rush/1", first);
            worker.addressesStatus = -1;
            fleet.permit("default/rush/1", new Route("shop", List.of("10.0.0.2"), true));
            worker.addressesStatus = 200;
            worker.calls.clear();
            fleet.permit("default/rush/1", first);
            assertThat(worker.calls).containsExactly("PUT /addresses");
        }
    }

    @Test
    void theSameAddressesAreSentAgainWhenTheirResponsesMayBeShownOrNoMore() throws Exception {
        try (FakeWorker worker = new FakeWorker(0)) {
            worker.assignment = new WorkerStatus.Assignment("default/rush/1", new Slice.Share(0, 1, 0, 0, 0), 0, 1L);
            fleet.observe(List.of(worker.process("a", 0)), Optional.empty());
            worker.calls.clear();
            for (boolean shows : List.of(true, false, false, true)) {
                fleet.permit("default/rush/1", new Route("shop", List.of("10.0.0.1"), shows));
            }
            assertThat(worker.calls).hasSize(3).containsOnly("PUT /addresses");
        }
    }

    @Test
    void aTakeoverSendsTheSliceAndThenTheStartToTheSuccessorAlone() throws Exception {
        try (FakeWorker other = new FakeWorker(0); FakeWorker successor = new FakeWorker(0)) {
            fleet.observe(List.of(other.process("other", 0), successor.process("successor", 1)), Optional.empty());
            fleet.apply("default/rush/1", new RunDecision.TakeOver(Runs.status(), Clock.systemUTC().instant(),
                    slices("successor", "unknown"), Map.of()));
            assertThat(successor.calls).containsExactly("GET /report?after=-1", "PUT /slice", "POST /start");
            assertThat(other.calls).containsExactly("GET /report?after=-1");
        }
    }

    @Test
    void aSuccessorStartsOnlyWhenTheLeavingWorkerHasAcceptedTheSecond() throws Exception {
        try (FakeWorker leaving = new FakeWorker(0); FakeWorker successor = new FakeWorker(0)) {
            fleet.observe(List.of(leaving.process("leaving", 0), successor.process("successor", 0)), Optional.empty());
            RunDecision.TakeOver takeOver = new RunDecision.TakeOver(Runs.status(), Clock.systemUTC().instant(),
                    slices("successor"), Map.of("successor", "leaving"));
            leaving.rejectsHandovers = true;
            fleet.apply("default/rush/1", takeOver);
            assertThat(successor.calls).containsExactly("GET /report?after=-1", "PUT /slice");
            leaving.rejectsHandovers = false;
            fleet.apply("default/rush/1", takeOver);
            assertThat(leaving.calls).containsExactly("GET /report?after=-1", "POST /handover", "POST /handover");
            assertThat(successor.calls).last().isEqualTo("POST /start");
        }
    }

    @Test
    void aReleasedWorkerIsKnownAsReleased() throws Exception {
        try (FakeWorker worker = new FakeWorker(1)) {
            List<WorkerProcess> processes = List.of(worker.process("a", 0));
            assertThat(fleet.observe(processes, Optional.empty()).getFirst().reports().released()).isFalse();
            fleet.apply("default/rush/1", new RunDecision.ReleaseWorkers(Runs.status(), List.of("a")));
            assertThat(fleet.observe(processes, Optional.empty()).getFirst().reports().released()).isTrue();
        }
    }

    @Test
    void aWorkerIsNotStoredAnyMoreAfterItReportsAgain() throws Exception {
        try (FakeWorker worker = new FakeWorker(1)) {
            List<WorkerProcess> processes = List.of(worker.process("a", 0));
            assertThat(fleet.observe(processes, Optional.empty()).getFirst().reports().stored()).isFalse();
            fleet.markStored(List.of("a"));
            assertThat(fleet.observe(processes, Optional.empty()).getFirst().reports().stored()).isTrue();
            worker.seconds = 2;
            assertThat(fleet.observe(processes, Optional.empty()).getFirst().reports().stored()).isFalse();
        }
    }

    @Test
    void theStoredReportsOfALostWorkerCountAfterARestart() throws Exception {
        try (FakeWorker worker = new FakeWorker(3)) {
            fleet.observe(List.of(worker.process("a", 0)), Optional.empty());
            fleet.observe(List.of(worker.process("a", 0).ended("exited with status 137")), Optional.empty());
        }
        try (WorkerFleet restarted = fleet()) {
            fleet.lost(List.of("a")).forEach(restarted::restore);
            WorkerView view = restarted.observe(List.of(), Optional.empty()).getFirst();
            assertThat(view.reports().measuredSeconds()).isEqualTo(3);
            assertThat(view.process().ended()).isEqualTo("exited with status 137");
            assertThat(view.reports().stored()).isTrue();
            assertThat(restarted.measured().result(1)).isEqualTo(fleet.measured().result(1));
            assertThat(restarted.lost(List.of())).isEqualTo(fleet.lost(List.of("a")));
        }
    }

    @Test
    void aStoredReportThatDoesNotFitTheRunIsLeftOut() throws Exception {
        try (FakeWorker worker = new FakeWorker(3)) {
            fleet.observe(List.of(worker.process("a", 0)), Optional.empty());
        }
        LostWorker stored = fleet.lost(List.of("a")).getFirst();
        try (WorkerFleet other = fleet("another task")) {
            other.restore(stored);
            assertThat(other.observe(List.of(), Optional.empty())).isEmpty();
            assertThat(other.measured().samples(null).requests()).isZero();
        }
    }

    @Test
    void aRestoredWorkerThatStillRunsIsPolledOnFromItsLastStoredSecond() throws Exception {
        try (FakeWorker worker = new FakeWorker(3); WorkerFleet restarted = fleet()) {
            List<WorkerProcess> processes = List.of(worker.process("a", 0));
            fleet.observe(processes, Optional.empty());
            fleet.lost(List.of("a")).forEach(restarted::restore);
            worker.seconds = 4;
            WorkerView view = restarted.observe(processes, Optional.empty()).getFirst();
            assertThat(worker.calls).last().isEqualTo("GET /report?after=2");
            assertThat(view.process().ended()).isNull();
            assertThat(view.reports().measuredSeconds()).isEqualTo(4);
        }
    }

    @Test
    void aWorkerThatEndedIsNotCalled() throws Exception {
        WorkerProcess ended = new WorkerProcess("a", new WorkerAttempt(0, 0), URI.create("http://127.0.0.1:1"),
                "exited with status 1", null);
        fleet.observe(List.of(ended), Optional.empty());
        assertThat(failedCalls).hasValue(0);
    }
}
