package io.fareswarm.load;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.fareswarm.api.Task;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.ErrorReport.Kind;
import io.fareswarm.protocol.ErrorReport.Seen;
import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class WorkerRunTest {
    private static final Task RIDE = Slices.ride("ride", 1, 0, "200");

    private static IntervalReport total(Slices slices) throws Exception {
        return new Started(slices).total();
    }

    /// A slice with one user that waits shortly, for a third of a second.
    private static Slices oneUser(ScriptedServer server) {
        return Slices.of(Slices.users(1, 1, "5ms")).to(server.port()).tasks(RIDE).times(0, 300, 5_000);
    }

    private static TaskReport only(IntervalReport total) {
        assertThat(total.tasks()).hasSize(1);
        return total.tasks().getFirst();
    }

    private static void assertAllOk(IntervalReport total, ScriptedServer server) {
        TaskReport task = only(total);
        assertThat(total.errors()).isEmpty();
        assertThat(task.counts().failures()).isZero();
        assertThat(task.requests()).isPositive().isEqualTo(server.requests());
        assertThat(task.counts().statuses()).containsEntry("200", task.requests()).hasSize(1);
        assertThat(task.serviceTime().count()).isEqualTo(task.requests());
    }

    private static void assertOneKind(IntervalReport total, Kind kind, String detail) {
        TaskReport task = only(total);
        assertThat(task.requests()).isPositive().isEqualTo(task.counts().failures());
        assertThat(total.errors()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("example", "seen")
                .containsExactly(new ErrorReport("ride", kind, detail, task.requests(), null, Seen.at(0)));
    }

    private static long percentile(HistogramReport report, double percentile) throws Exception {
        return Histogram.decodeFromByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(report.histogram())), 0)
                .getValueAtPercentile(percentile);
    }

    @Test
    void eachUserHasOneConnectionAndEveryResponseIsCounted() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            Slices slices = Slices.of(Slices.users(5, 100, "0s", "10ms")).to(server.port()).tasks(RIDE).times(0, 400,
                    5_000);
            IntervalReport total = total(slices);
            assertAllOk(total, server);
            assertThat(server.connections()).isEqualTo(5);
            assertThat(total.users()).isEqualTo(5);
            assertThat(only(total).counts().bytesReceived())
                    .isEqualTo(server.requests() * (long) ScriptedServer.OK.length());
        }
    }

    @Test
    void tasksAreSentByWeightAndCheckedByTheirExpectations() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            for (String body = connection.read(); body != null; body = connection.read()) {
                boolean whole = body.chars().filter(c -> c == '"').count() == 18; // seven names, two texts
                connection.write(whole
                        ? ScriptedServer.OK
                        : "HTTP/1.1 422 Unprocessable Entity\r\nContent-Length: 2\r\n\r\n{}");
            }
        })) {
            IntervalReport total = total(
                    Slices.of(Slices.arrivals(1000, 5000)).to(server.port()).times(0, 600, 5_000));
            assertThat(total.errors()).isEmpty();
            long valid = total.tasks().getFirst().requests();
            long missing = total.tasks().getLast().requests();
            assertThat(valid + missing).isEqualTo(600).isEqualTo(server.requests());
            assertThat(valid).isBetween(460L, 540L);
            assertThat(total.tasks().getLast().counts().statuses()).containsEntry("422", missing);
        }
    }

    @Test
    void anyFramingOfAResponseIsRead() throws Exception {
        for (String response : List.of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n" + ScriptedServer.OK)) {
            try (ScriptedServer server = ScriptedServer.responding(response)) {
                assertAllOk(total(oneUser(server)), server);
                assertThat(server.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void aResponseThatEndsWithItsConnectionIsComplete() throws Exception {
        for (String head : List.of("HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\n")) {
            try (ScriptedServer server = new ScriptedServer(connection -> {
                connection.read();
                connection.write(head + "body");
            })) {
                assertAllOk(total(oneUser(server)), server);
                assertThat(server.connections()).isEqualTo(server.requests());
            }
        }
    }

    @Test
    void aConnectionThatTheServerClosesBetweenRequestsIsNoFailure() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            connection.read();
            connection.write(ScriptedServer.OK);
        })) {
            assertAllOk(total(oneUser(server)), server);
            assertThat(server.connections()).isGreaterThan(1);
        }
    }

    @Test
    void aRequestOnAReusedConnectionThatClosesIsSentAgainAndCountedOnce() throws Exception {
        // Each connection responds to one request, reads the next one, and closes or resets.
        for (boolean reset : new boolean[]{false, true}) {
            try (ScriptedServer server = new ScriptedServer(connection -> {
                connection.read();
                connection.write(ScriptedServer.OK);
                connection.read();
                if (reset) {
                    connection.reset();
                }
            })) {
                IntervalReport total = total(oneUser(server));
                assertThat(total.errors()).isEmpty();
                assertThat(only(total).requests()).isPositive().isEqualTo(server.connections());
                assertThat(server.requests()).isBetween(2 * server.connections() - 2, 2 * server.connections() - 1);
            }
        }
    }

    @Test
    void aNewConnectionThatClosesWithoutAResponseIsAFailure() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Connection::read)) {
            IntervalReport total = total(oneUser(server));
            assertOneKind(total, Kind.closed, "connection closed before a response");
            assertThat(only(total).requests()).isEqualTo(server.requests());
            assertThat(only(total).serviceTime().count()).isEqualTo(server.requests());
        }
    }

    @Test
    void halfAResponseIsAFailureEvenOnAReusedConnection() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            connection.read();
            connection.write(ScriptedServer.OK);
            connection.read();
            connection.write(ScriptedServer.OK.substring(0, 50));
        })) {
            IntervalReport total = total(oneUser(server));
            TaskReport task = only(total);
            assertThat(task.requests()).isEqualTo(server.requests());
            assertThat(task.counts().failures()).isPositive();
            assertThat(total.errors()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("example", "seen")
                    .containsExactly(new ErrorReport("ride", Kind.closed,
                            "connection closed in the middle of a response", task.counts().failures(), null,
                            Seen.at(0)));
            assertThat(task.counts().bytesReceived()).isEqualTo(
                    (task.requests() - task.counts().failures()) * ScriptedServer.OK.length()
                            + task.counts().failures() * 50);
        }
    }

    @Test
    void bytesThatAreNotAnHttpResponseAreABrokenFailure() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding("SSH-2.0-OpenSSH_9.2\r\n")) {
            assertOneKind(total(oneUser(server)), Kind.broken,
                    "expected a response that begins with HTTP/1., found other bytes");
        }
    }

    @Test
    void aResponseThatArrivesByteByByteIsComplete() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            while (connection.read() != null) {
                for (char c : ScriptedServer.OK.toCharArray()) {
                    connection.write(String.valueOf(c));
                }
            }
        })) {
            assertAllOk(total(oneUser(server)), server);
        }
    }

    @Test
    void bytesAfterTheResponseCloseTheConnectionAndTheSampleCounts() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK + "!")) {
            IntervalReport total = total(oneUser(server));
            assertThat(total.errors()).isEmpty();
            assertThat(only(total).requests()).isEqualTo(server.requests()).isEqualTo(server.connections());
        }
    }

    @Test
    void anUnexpectedStatusIsAFailureWithItsLatency() throws Exception {
        try (ScriptedServer server = ScriptedServer
                .responding("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")) {
            IntervalReport total = total(oneUser(server));
            assertOneKind(total, Kind.status, "expected 200, found 503");
            assertThat(only(total).counts().statuses()).containsEntry("503", (long) server.requests());
            assertThat(server.connections()).as("connections in total").isEqualTo(1);
        }
    }

    @Test
    void aLateResponseIsATimeoutAndItsConnectionIsClosed() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            connection.read();
            connection.read(); // until the worker closes
        })) {
            IntervalReport total = total(oneUser(server).timeout(60));
            assertOneKind(total, Kind.timeout, "no complete response within 60 ms");
            assertThat(only(total).requests()).isEqualTo(server.requests()).isEqualTo(server.connections());
            assertThat(only(total).latency().minMicros()).isGreaterThanOrEqualTo(60_000);
        }
    }

    @Test
    void aRefusedConnectionIsAFailureAndIsRetriedAfterAPause() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        IntervalReport total = total(
                Slices.of(Slices.users(1, 1, "0s")).to(port).tasks(RIDE).times(0, 450, 5_000));
        assertOneKind(total, Kind.connect, "Connection refused");
        assertThat(only(total).requests()).as("at least 100 ms between tries").isBetween(1L, 5L);
        assertThat(only(total).serviceTime().count()).as("nothing was sent").isZero();
    }

    @Test
    void requestsInFlightAfterTheGracefulStopAreUnfinished() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            connection.read();
            connection.read(); // until the worker closes
        })) {
            IntervalReport total = total(
                    Slices.of(Slices.users(3, 1000, "0s")).to(server.port()).tasks(RIDE).times(0, 200,
                            100));
            assertOneKind(total, Kind.unfinished, "no complete response when the graceful stop was over");
            assertThat(only(total).requests()).isEqualTo(3);
        }
    }

    @Test
    void requestsInFlightAtTheEndMayFinish() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            connection.read();
            Thread.sleep(300); // a slow server
            connection.write(ScriptedServer.OK);
        })) {
            IntervalReport total = total(
                    Slices.of(Slices.users(1, 1, "0s")).to(server.port()).tasks(RIDE).times(0, 100, 20_000));
            assertAllOk(total, server);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void headRequestsHaveResponsesWithoutBodies() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n")) {
            assertAllOk(total(oneUser(server).tasks(Slices.plain(Task.Method.HEAD, "/", "200"))), server);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void arrivalsAreSentOnScheduleAndDroppedAboveTheBound() throws Exception {
        CountDownLatch response = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(connection -> {
            connection.read();
            response.await();
            connection.write(ScriptedServer.OK);
        })) {
            Started started = new Started(
                    Slices.of(Slices.arrivals(500, 4)).to(server.port()).tasks(RIDE).times(0, 400, 20_000));
            while (started.run.state(System.nanoTime()) != WorkerState.Draining) {
                Thread.onSpinWait();
            }
            response.countDown();
            IntervalReport total = started.total();
            assertThat(only(total).requests()).isEqualTo(4).isEqualTo(server.requests());
            assertThat(only(total).counts().dropped()).isEqualTo(196);
            assertThat(total.errors()).isEmpty();
        }
    }

    @Test
    void everyArrivalIsSentOrDroppedHoweverFarBehindTheLoopIs() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            TaskReport task = only(total(
                    Slices.of(Slices.arrivals(10_000_000, 2)).to(server.port()).tasks(RIDE).times(0, 200, 0)));
            assertThat(task.requests() + task.counts().dropped()).isEqualTo(2_000_000);
            assertThat(task.requests()).isPositive();
        }
    }

    @Test
    void arrivalsReuseOpenConnections() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            IntervalReport total = total(
                    Slices.of(Slices.arrivals(500, 5000)).to(server.port()).tasks(RIDE).times(0, 500, 5_000));
            assertAllOk(total, server);
            assertThat(server.requests()).isEqualTo(250);
            assertThat(server.connections()).isLessThan(server.requests());
        }
    }

    @Test
    void aStallOfTheServerUnderConstantArrivalsShowsInThePercentiles() throws Exception {
        AtomicBoolean stalled = new AtomicBoolean();
        Object door = new Object();
        try (ScriptedServer server = new ScriptedServer(connection -> {
            while (connection.read() != null) {
                synchronized (door) {
                    if (connection.number() == 0 && stalled.compareAndSet(false, true)) {
                        TimeUnit.MILLISECONDS.sleep(500); // the stall
                    }
                }
                connection.write(ScriptedServer.OK);
            }
        })) {
            IntervalReport total = total(
                    Slices.of(Slices.arrivals(200, 5000)).to(server.port()).tasks(RIDE).times(0, 2_000, 20_000));
            assertAllOk(total, server);
            assertThat(server.requests()).isEqualTo(400);
            // A quarter of all requests were due during the stall. A generator that waits for each response would show
            // only one slow request.
            assertThat(percentile(only(total).latency(), 99)).isGreaterThan(400_000);
            assertThat(percentile(only(total).latency(), 85)).isGreaterThan(100_000);
        }
    }

    @Test
    void theSameSeedSendsTheSameRequestsFromAnyNumberOfWorkers() throws Exception {
        List<List<String>> sent = new ArrayList<>();
        for (int workers : new int[]{1, 2, 5}) {
            try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
                List<Started> started = new ArrayList<>();
                for (int worker = 0; worker < workers; worker++) {
                    started.add(new Started(Slices.of(Slices.arrivals(600, 5000)).to(server.port())
                            .worker(worker, workers).times(0, 500, 20_000)));
                }
                for (Started run : started) {
                    run.await();
                }
                sent.add(server.bodies().stream().sorted().toList());
            }
        }
        assertThat(sent.getFirst()).hasSize(300).doesNotHaveDuplicates();
        assertThat(sent.get(1)).isEqualTo(sent.getFirst());
        assertThat(sent.get(2)).isEqualTo(sent.getFirst());
    }

    @Test
    void aStoppedRunStartsNothingNewAndEndsEarly() throws Exception {
        CountDownLatch reached = new CountDownLatch(20);
        try (ScriptedServer server = new ScriptedServer(connection -> {
            while (connection.read() != null) {
                reached.countDown();
                connection.write(ScriptedServer.OK);
            }
        })) {
            Started started = new Started(
                    Slices.of(Slices.users(2, 100, "1ms")).to(server.port()).tasks(RIDE).times(0, 3_600_000, 5_000));
            reached.await();
            started.run.stop();
            assertAllOk(started.total(), server);
        }
    }

    @Test
    void theWarmupIsCountedSeparately() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            Report report = new Started(
                    Slices.of(Slices.arrivals(100, 5000)).to(server.port()).tasks(RIDE).times(1_000, 500, 5_000))
                    .await();
            assertThat(report.intervals().getFirst().span().phase()).isEqualTo(RunPart.warmup);
            assertThat(report.intervals().get(1).span().phase()).isEqualTo(RunPart.measured);
            long warm = report.intervals().getFirst().tasks().getFirst().requests();
            long measured = only(Objects.requireNonNull(report.total())).requests();
            assertThat(warm).isPositive();
            assertThat(measured).isPositive();
            assertThat(warm + measured).isEqualTo(150).isEqualTo(server.requests());
        }
    }

    @Test
    void aBasePathPrecedesThePathsOfTasks() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            Slices slices = oneUser(server);
            Slices below = slices.url(slices.slice().target().url() + "/base/").times(0, 100, 5_000);
            assertAllOk(total(below), server);
            assertThat(server.heads())
                    .allSatisfy(head -> assertThat(head).startsWith("POST /base/predict HTTP/1.1\r\nHost: 127.0.0.1:"));
        }
    }

    @Test
    void anUnusableSliceIsRejectedWithTheReason() {
        Slices good = Slices.of(Slices.users(1, 1, "0s"));
        for (String url : List.of("ftp://taxi", "taxi:80", "http://", "http://u@taxi", "http://taxi/?a=b",
                "http://a b")) {
            assertThatThrownBy(() -> new WorkerRun(good.url(url).slice(), new ReferencedFiles(null), Slices.ANYWHERE))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("found " + url);
        }
        assertThatThrownBy(() -> new WorkerRun(good.timeout(0).slice(), new ReferencedFiles(null), Slices.ANYWHERE))
                .hasMessageContaining("timeoutMillis");
        assertThatThrownBy(() -> new WorkerRun(good.worker(3, 3).slice(), new ReferencedFiles(null), Slices.ANYWHERE))
                .hasMessageContaining("worker 3 of 3");
    }

    @Test
    void aWorkerWithoutAUserIsRejectedWhenRequestsEndTheRun() {
        Slice slice = Slices.of(Slices.users(1, 1, "0s")).worker(1, 2).requests(10L).slice();
        assertThatThrownBy(() -> new WorkerRun(slice, new ReferencedFiles(null), Slices.ANYWHERE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at least as many users as the 2 workers with requests, found 1");
    }

    @Test
    void aFailedRunReportsItsProblemBeforeItIsFinished() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        List<String> problems = Collections.synchronizedList(new ArrayList<>());
        WorkerRun run = new WorkerRun(Slices.of(Slices.users(1, 1, "1h")).slice(), new ReferencedFiles(null),
                Slices.ANYWHERE);
        CountDownLatch finished = new CountDownLatch(1);
        long barrier = System.nanoTime();
        // The clock fails once. The loop reads it once more to finish.
        run.start(() -> {
            if (reads.incrementAndGet() == 3) {
                throw new IllegalStateException("no clock");
            }
            problems.add(String.valueOf(run.problem()));
            return System.nanoTime() - barrier;
        }, 0, finished::countDown);
        finished.await();
        assertThat(problems.getFirst()).isEqualTo("null");
        assertThat(problems.getLast()).isEqualTo("the send loop failed: no clock");
    }
}
