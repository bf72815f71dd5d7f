package io.fareswarm.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

import io.fareswarm.metrics.ProcessMetrics;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.StartOrder;
import io.fareswarm.protocol.WorkerProtocol;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The worker protocol over HTTP: reads calls, checks the token, writes replies. The JDK's server is enough for one
/// caller a second and a scraper, and leaves the send thread alone.
final class WorkerServer implements AutoCloseable {
    private static final String JSON = "application/json";

    static {
        // The server reads these once, when its first class is loaded.
        System.setProperty("jdk.httpserver.maxConnections", "64");
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "2"); // seconds that a request may take to arrive
        System.setProperty("sun.net.httpserver.maxRspTime", "60"); // and an answer to leave
    }

    private final Worker worker;
    private final Runnable whenDone;
    private final byte[] authorization;
    private final JsonMapper mapper = newMapper();
    /// One a call, so that a caller who never ends its request holds up nobody else; as many as there may be connections.
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("serve-", 0).factory());
    private final HttpServer server;
    /// The process's, and in it the metrics of the run that the worker has.
    private final PrometheusMeterRegistry registry = ProcessMetrics.bind(ProcessMetrics.registry());

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final int code;

        Refused(int code, String message) {
            super(message);
            this.code = code;
        }
    }

    /// Binds and serves.
    ///
    /// @param whenDone called after the answer to `POST /done` is written
    /// @throws IOException when the address cannot be bound
    WorkerServer(InetSocketAddress address, String token, Worker worker, Runnable whenDone) throws IOException {
        this.worker = worker;
        this.whenDone = whenDone;
        registry.getPrometheusRegistry().register(worker::metrics);
        authorization = ("Bearer " + token).getBytes(UTF_8);
        server = HttpServer.create(address, 64);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /// How protocol records are written and read; fields of a newer protocol are passed over.
    static JsonMapper newMapper() {
        return JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    }

    /// Where it listens.
    InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean done = false;
        boolean lastPage = false;
        try (exchange) {
            switch (path) {
                case WorkerProtocol.METRICS -> {
                    lastPage = worker.isFinished(); // before the page is made, which then has the whole run
                    ProcessMetrics.Page page = ProcessMetrics.page(registry,
                            exchange.getRequestHeaders().getFirst("Accept"));
                    write(exchange, 200, page.contentType(), page.text().getBytes(UTF_8));
                }
                case WorkerProtocol.HEALTH -> {
                    boolean ready = worker.isReady();
                    write(exchange, ready ? 200 : 503, JSON, ("{\"ready\":" + ready + "}").getBytes(UTF_8));
                }
                default -> {
                    Worker.Reply reply = reply(exchange, path);
                    write(exchange, reply.code(), JSON, mapper.writeValueAsBytes(reply.body()));
                    done = path.equals(WorkerProtocol.DONE) && reply.code() == 200;
                }
            }
        } catch (RuntimeException e) {
            e.printStackTrace(); // a defect of ours; the caller sees the connection closed
            throw e;
        }
        // Here the answer has left: what is told now may end the process.
        if (lastPage) {
            worker.scraped();
        }
        if (done) {
            whenDone.run();
        }
    }

    private Worker.Reply reply(HttpExchange exchange, String path) throws IOException {
        try {
            authorize(exchange);
            return switch (exchange.getRequestMethod() + " " + path) {
                case "PUT " + WorkerProtocol.SLICE -> worker.slice(body(exchange, Slice.class));
                case "POST " + WorkerProtocol.START -> worker.start(body(exchange, StartOrder.class));
                case "POST " + WorkerProtocol.STOP -> worker.stop();
                case "GET " + WorkerProtocol.REPORT -> worker.report(after(exchange.getRequestURI().getQuery()));
                case "POST " + WorkerProtocol.DONE -> worker.done();
                default -> throw new Refused(404, "expected a call of the worker protocol, found "
                        + exchange.getRequestMethod() + " " + path);
            };
        } catch (Refused e) {
            return worker.refuse(e.code, String.valueOf(e.getMessage()));
        }
    }

    private void authorize(HttpExchange exchange) throws Refused {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        // In constant time, so that the answer's delay tells nothing of the token.
        if (given == null || !MessageDigest.isEqual(authorization, given.getBytes(UTF_8))) {
            throw new Refused(401, "expected the run's token as Authorization: Bearer TOKEN, found "
                    + (given == null ? "none" : "another"));
        }
    }

    private <T> T body(HttpExchange exchange, Class<T> type) throws IOException, Refused {
        byte[] bytes;
        try (InputStream in = exchange.getRequestBody()) {
            bytes = in.readNBytes(WorkerProtocol.MAX_BODY_BYTES + 1);
        }
        if (bytes.length > WorkerProtocol.MAX_BODY_BYTES) {
            throw new Refused(413, "expected a body of at most " + WorkerProtocol.MAX_BODY_BYTES
                    + " bytes, found a longer one");
        }
        try {
            @Nullable
            T value = mapper.readValue(bytes, type);
            if (value != null) {
                return value;
            }
            throw new Refused(400, "expected a " + type.getSimpleName() + " as JSON, found null");
        } catch (JsonProcessingException e) {
            throw new Refused(400, "expected a " + type.getSimpleName() + " as JSON, found: " + e.getOriginalMessage());
        }
    }

    private static long after(@Nullable String query) throws Refused {
        if (query != null && query.matches("after=(-1|[0-9]{1,18})")) {
            return Long.parseLong(query.substring(query.indexOf('=') + 1));
        }
        throw new Refused(400, "expected ?after=N with N a second or -1, found " + query);
    }

    private static void write(HttpExchange exchange, int code, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
