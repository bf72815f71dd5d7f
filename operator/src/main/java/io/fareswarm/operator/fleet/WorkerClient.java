package io.fareswarm.operator.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Function;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.LoadRevision;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.StartOrder;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.protocol.WorkerStatus;

/// Client of the worker protocol for one worker. Each call takes three seconds at most and throws an [IOException] when no
/// readable response comes in that time, and a [WorkerRejection] when the worker rejects it.
public final class WorkerClient {
    /// Longest response that is read, bytes: a report of 600 seconds of 20 tasks stays well below it.
    private static final int MAX_RESPONSE_BYTES = 64 << 20;

    private static final int TOKEN_BYTES = 32;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final HttpClient http;
    private final URI base;
    private final String token;
    private final Clock time;

    /// @param base `http://HOST:PORT` of the worker
    /// @param token the run's bearer token
    public WorkerClient(HttpClient http, URI base, String token, Clock time) {
        this.http = http;
        this.base = base;
        this.token = token;
        this.time = time;
    }

    /// A new bearer token for a run.
    public static String randomToken() {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        return HexFormat.of().formatHex(token);
    }

    /// Assigns the worker its slice.
    public WorkerResponse<WorkerStatus> assign(Slice slice) throws IOException, InterruptedException {
        return status("PUT", WorkerProtocol.SLICE, json(slice));
    }

    /// Revises the load of the worker's started run.
    public WorkerResponse<WorkerStatus> revise(LoadRevision revision) throws IOException, InterruptedException {
        return status("PUT", WorkerProtocol.LOAD, json(revision));
    }

    /// Sends the start barrier.
    public WorkerResponse<WorkerStatus> start(StartOrder order) throws IOException, InterruptedException {
        return status("POST", WorkerProtocol.START, json(order));
    }

    /// Stops new requests; requests in flight continue.
    public WorkerResponse<WorkerStatus> stop() throws IOException, InterruptedException {
        return status("POST", WorkerProtocol.STOP, BodyPublishers.noBody());
    }

    /// Releases the worker: its report is stored, so it exits.
    public WorkerResponse<WorkerStatus> done() throws IOException, InterruptedException {
        return status("POST", WorkerProtocol.DONE, BodyPublishers.noBody());
    }

    /// Reads the report after a second; -1 for everything.
    public WorkerResponse<Report> report(long after) throws IOException, InterruptedException {
        return call("GET", WorkerProtocol.REPORT + "?after=" + after, BodyPublishers.noBody(), Report.class,
                Report::status);
    }

    private WorkerResponse<WorkerStatus> status(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        return call(method, path, body, WorkerStatus.class, Function.identity());
    }

    private <T> WorkerResponse<T> call(String method, String path, BodyPublisher body, Class<T> type,
            Function<T, WorkerStatus> status) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).method(method, body)
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json").build();
        // The round trip is measured on the monotonic clock, because the other one may be set in between.
        Instant sent = time.instant();
        long began = System.nanoTime();
        HttpResponse<byte[]> response = http.send(request,
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_RESPONSE_BYTES));
        Duration half = Duration.ofNanos(System.nanoTime() - began).dividedBy(2);
        if (response.statusCode() != 200) {
            throw new WorkerRejection(response.statusCode(), problem(response.body()));
        }
        @Nullable
        T result = JSON.readValue(response.body(), type);
        if (result == null) {
            throw new IOException("expected a " + type.getSimpleName() + " as JSON, found null");
        }
        return new WorkerResponse<>(result,
                new ClockReading(status.apply(result).clockNanos(), sent.plus(half), half));
    }

    private static BodyPublisher json(Object body) throws IOException {
        return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    }

    private static String problem(byte[] body) {
        try {
            return String.valueOf(JSON.readValue(body, WorkerStatus.class).problem());
        } catch (IOException e) {
            return "no status in the response";
        }
    }
}
