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

import io.fareswarm.protocol.Report;
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

    /// Sends a call that the worker responds to with its status.
    ///
    /// @param body written as JSON; null for none
    public WorkerResponse<WorkerStatus> send(String method, String path, @Nullable Object body)
            throws IOException, InterruptedException {
        return call(method, path, body, WorkerStatus.class, Function.identity());
    }

    /// Reads the report after a second; -1 for everything.
    public WorkerResponse<Report> report(long after) throws IOException, InterruptedException {
        return call("GET", WorkerProtocol.REPORT + "?after=" + after, null, Report.class, Report::status);
    }

    private <T> WorkerResponse<T> call(String method, String path, @Nullable Object body, Class<T> type,
            Function<T, WorkerStatus> status) throws IOException, InterruptedException {
        BodyPublisher json = body == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).method(method, json)
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

    private static String problem(byte[] body) {
        try {
            return String.valueOf(JSON.readValue(body, WorkerStatus.class).problem());
        } catch (IOException e) {
            return "no status in the response";
        }
    }
}
