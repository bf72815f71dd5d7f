package io.fareswarm.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

import io.fareswarm.metrics.ProcessMetrics;
import io.fareswarm.protocol.HandOver;
import io.fareswarm.protocol.LoadRevision;
import io.fareswarm.protocol.PermittedAddresses;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.StartOrder;
import io.fareswarm.protocol.WorkerProtocol;

import static java.nio.charset.StandardCharsets.UTF_8;

/// HTTP server of the worker protocol: reads calls, checks the token, and writes responses. It uses the JDK's server,
/// which suffices for one call per second and a scraper, and does not disturb the send thread.
final class WorkerServer implements AutoCloseable {
    private static final String JSON = "application/json";

    static {
        // The JDK's server reads these properties once, when its first class is loaded.
        System.setProperty("jdk.httpserver.maxConnections", "64");
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "2"); // seconds that a request may take to arrive
        System.setProperty("sun.net.httpserver.maxRspTime", "60"); // and a response to be sent
    }

    private final Worker worker;
    private final Runnable whenDone;
    private final byte[] authorization;
    private final JsonMapper mapper = newMapper();
    /// One thread for each call, so that an endless request delays no other call. There are at most as many threads as
    /// connections.
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("serve-", 0).factory());
    private final HttpServer server;
    /// Registry for the metrics of the process. The page adds the metrics of the worker's run.
    private final PrometheusMeterRegistry registry = ProcessMetrics.bind(ProcessMetrics.registry());

    private static final class CallRejected extends Exception {
        private final int code;

        CallRejected(int code, String message) {
            super(message);
            this.code = code;
        }
    }

    /// Binds the address and starts to serve.
    ///
    /// @param whenDone called after the response to `POST /done` is sent
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

    /// Creates the JSON mapper for protocol records. It ignores fields of a newer protocol.
    static JsonMapper newMapper() {
        return JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean done = false;
        boolean wholeRun = false;
        try (exchange) {
            switch (path) {
                case WorkerProtocol.METRICS -> {
                    wholeRun = worker.isFinished(); // read before the page, so that the page has the whole run
                    ProcessMetrics.Page page = ProcessMetrics.page(registry,
                            exchange.getRequestHeaders().getFirst("Accept"));
                    write(exchange, 200, page.contentType(), page.text().getBytes(UTF_8));
                }
                case WorkerProtocol.HEALTH -> {
                    boolean ready = worker.isReady();
                    write(exchange, ready ? 200 : 503, JSON, ("{\"ready\":" + ready + "}").getBytes(UTF_8));
                }
                default -> {
                    Worker.Response response = respond(exchange, path);
                    write(exchange, response.code(), JSON, mapper.writeValueAsBytes(response.body()));
                    done = path.equals(WorkerProtocol.DONE) && response.code() == 200;
                }
            }
        } catch (RuntimeException e) {
            // A defect of the worker; the connection closes.
            System.getLogger(WorkerServer.class.getName()).log(System.Logger.Level.ERROR, "no response to " + path, e);
            throw e;
        }
        // The response is sent, so the process may exit.
        if (wholeRun) {
            worker.scraped();
        }
        if (done) {
            whenDone.run();
        }
    }

    private Worker.Response respond(HttpExchange exchange, String path) throws IOException {
        try {
            authorize(exchange);
            return switch (exchange.getRequestMethod() + " " + path) {
                case "PUT " + WorkerProtocol.SLICE -> worker.assign(body(exchange, Slice.class));
                case "POST " + WorkerProtocol.START -> worker.start(body(exchange, StartOrder.class));
                case "PUT " + WorkerProtocol.LOAD -> worker.revise(body(exchange, LoadRevision.class));
                case "PUT " + WorkerProtocol.ADDRESSES -> worker.permit(body(exchange, PermittedAddresses.class));
                case "POST " + WorkerProtocol.HANDOVER -> worker.handOver(body(exchange, HandOver.class));
                case "POST " + WorkerProtocol.STOP -> worker.stop();
                case "GET " + WorkerProtocol.REPORT -> worker.report(after(exchange.getRequestURI().getQuery()));
                case "POST " + WorkerProtocol.DONE -> worker.done();
                default -> throw new CallRejected(404, "expected a call of the worker protocol, found "
                        + exchange.getRequestMethod() + " " + path);
            };
        } catch (CallRejected e) {
            return worker.reject(e.code, String.valueOf(e.getMessage()));
        }
    }

    private void authorize(HttpExchange exchange) throws CallRejected {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        // The comparison takes constant time, so that its duration reveals nothing about the token.
        if (given == null || !MessageDigest.isEqual(authorization, given.getBytes(UTF_8))) {
            throw new CallRejected(401, "expected the run's token as Authorization: Bearer TOKEN, found "
                    + (given == null ? "none" : "another"));
        }
    }

    private <T> T body(HttpExchange exchange, Class<T> type) throws IOException, CallRejected {
        byte[] bytes;
        try (InputStream in = exchange.getRequestBody()) {
            bytes = in.readNBytes(WorkerProtocol.MAX_BODY_BYTES + 1);
        }
        if (bytes.length > WorkerProtocol.MAX_BODY_BYTES) {
            throw new CallRejected(413, "expected a body of at most " + WorkerProtocol.MAX_BODY_BYTES
                    + " bytes, found a longer one");
        }
        try {
            T value = mapper.readValue(bytes, type);
            if (value != null) {
                return value;
            }
            throw new CallRejected(400, "expected a " + type.getSimpleName() + " as JSON, found null");
        } catch (ValueInstantiationException e) {
            // A protocol record that rejects its own fields is the cause. Its message is enough.
            String problem = e.getCause() == null ? null : e.getCause().getMessage();
            throw new CallRejected(400,
                    problem != null ? problem : "expected a " + type.getSimpleName() + " without nulls, found one");
        } catch (JsonProcessingException e) {
            throw new CallRejected(400,
                    "expected a " + type.getSimpleName() + " as JSON, found: " + e.getOriginalMessage());
        }
    }

    private static long after(@Nullable String query) throws CallRejected {
        if (query != null && query.matches("after=(-1|[0-9]{1,18})")) {
            return Long.parseLong(query.substring(query.indexOf('=') + 1));
        }
        throw new CallRejected(400, "expected ?after=N with N a second or -1, found " + query);
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
