package io.fareswarm.operator.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

import io.fareswarm.operator.run.WorkerAttempt;
import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

/// HTTP server with the worker protocol that reports a given number of seconds, with one request in each, and accepts every
/// call.
final class FakeWorker implements AutoCloseable {
    static final String TASK = "get";

    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile int seconds;
    volatile boolean rejectsSlices;
    volatile boolean rejectsHandovers;
    /// Status of responses to addresses; a negative one closes the connection instead.
    volatile int addressesStatus = 200;
    volatile WorkerStatus.@Nullable Assignment assignment;
    private final HttpServer server;

    FakeWorker(int seconds) throws IOException {
        this.seconds = seconds;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            boolean rejected = (rejectsSlices && exchange.getRequestMethod().equals("PUT"))
                    || (rejectsHandovers && exchange.getRequestURI().getPath().equals(WorkerProtocol.HANDOVER));
            WorkerStatus status = new WorkerStatus(1, true, WorkerState.Waiting, assignment,
                    rejected ? "the slice cannot be used" : null, null);
            boolean addresses = exchange.getRequestURI().getPath().equals(WorkerProtocol.ADDRESSES);
            if (addresses && addressesStatus < 0) {
                exchange.close();
                return;
            }
            String query = exchange.getRequestURI().getQuery();
            respond(exchange, rejected ? 400 : addresses ? addressesStatus : 200,
                    query == null ? status : report(status, Long.parseLong(query.substring("after=".length()))));
        });
        server.start();
    }

    WorkerProcess process(String id, int index) {
        return new WorkerProcess(id, new WorkerAttempt(index, 0),
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), null, null);
    }

    private Report report(WorkerStatus status, long after) {
        return new Report(status, LongStream.range(after + 1, seconds)
                .mapToObj(second -> new IntervalReport(
                        IntervalReport.Span.of(second, IntervalReport.RunPart.measured), 1, HistogramReport.of(0),
                        List.of(task(second)), List.of()))
                .toList(), null, 0);
    }

    /// One response in each second, after as many milliseconds as seconds.
    private static TaskReport task(long second) {
        HistogramReport time = HistogramReport.of(1000 * second);
        return new TaskReport(TASK, new TaskReport.Counts(0, 0, 10, Map.of("200", 1L), Map.of()),
                TaskReport.Drain.NONE, time, time);
    }

    private static void respond(HttpExchange exchange, int status, Object body) throws IOException {
        try (exchange) {
            byte[] bytes = new JsonMapper().writeValueAsBytes(body);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
