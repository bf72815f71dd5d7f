package io.fareswarm.operator.fleet;

import java.io.IOException;
import java.io.InputStream;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.protocol.WorkerStatus;

/// Client of the worker protocol for one worker. A response takes three seconds at most, from the call to its last byte.
/// Every call throws an [IOException] when no readable response comes in that time, a [WorkerRejection] when the worker
/// rejects it, and a [ProtocolViolation] for a response that no worker of ours sends.
///
/// Bounded: a response is at most [WorkerProtocol#MAX_RESPONSE_BYTES] long, and is read when [FleetLimits] have room for it.
public final class WorkerClient {
    private static final int TOKEN_BYTES = 32;
    private static final int OK = 200;
    private static final int LEAST_REJECTION = 400;
    /// Maximum time to wait until other calls have ended.
    private static final Duration CALL_WAIT = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();

    private final URI base;
    private final Shared shared;

    /// What the clients of all workers of a run have in common.
    ///
    /// @param token the run's bearer token
    /// @param namespace namespace of the run, which shares the limits with others
    public record Shared(HttpClient http, String token, Clock time, FleetLimits limits, String namespace) {}

    /// @param base `http://HOST:PORT` of the worker
    public WorkerClient(URI base, Shared shared) {
        this.base = base;
        this.shared = shared;
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
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path)).timeout(shared.limits.time())
                .method(method, json)
                .header("Authorization", "Bearer " + shared.token).header("Content-Type", "application/json").build();
        try (FairBudget.Part _ = shared.limits.calls().take(shared.namespace, 1, CALL_WAIT)) {
            // The round trip is measured on the monotonic clock, because the other one may be set in between.
            Instant sent = shared.time.instant();
            long began = System.nanoTime();
            HttpResponse<InputStream> response = shared.http.send(request, BodyHandlers.ofInputStream());
            long took = System.nanoTime() - began;
            Duration half = Duration.ofNanos(took).dividedBy(2);
            T result = read(response, type, shared.limits.time().minusNanos(took));
            return new WorkerResponse<>(result,
                    new ClockReading(status.apply(result).clockNanos(), sent.plus(half), half));
        }
    }

    /// Reads a response, once there is room for it.
    ///
    /// @param left time until the last byte must have arrived; the wait for room does not count
    private <T> T read(HttpResponse<InputStream> response, Class<T> type, Duration left)
            throws IOException, InterruptedException {
        // A close in the middle cancels the rest of the body.
        try (InputStream body = response.body()) {
            int status = response.statusCode();
            if (status >= LEAST_REJECTION) {
                throw new WorkerRejection(status, problem(response, body, left));
            }
            if (status != OK) {
                throw new ProtocolViolation("expected a response with status 200, found " + status);
            }
            return read(response, body, type, left);
        }
    }

    private <T> T read(HttpResponse<?> response, InputStream body, Class<T> type, Duration left)
            throws IOException, InterruptedException {
        long memory = (long) ResponseReader.length(response.headers()) * FleetLimits.READING_FACTOR;
        try (FairBudget.Part _ = shared.limits.reading().take(shared.namespace, memory, shared.limits.time())) {
            return within(left, body, type);
        }
    }

    /// The worker's message about a rejected call. The rejection may come from a proxy before the worker.
    private String problem(HttpResponse<?> response, InputStream body, Duration left)
            throws IOException, InterruptedException {
        try {
            return String.valueOf(read(response, body, WorkerStatus.class, left).problem());
        } catch (ProtocolViolation e) {
            return "no status in the response";
        }
    }

    private <T> T within(Duration left, InputStream body, Class<T> type) throws IOException {
        CompletableFuture<Boolean> timer = new CompletableFuture<Boolean>().completeOnTimeout(true,
                Math.max(1, left.toNanos()), TimeUnit.NANOSECONDS);
        CompletableFuture<?> _ = timer.thenRun(() -> close(body));
        try {
            return ResponseReader.read(body, type);
        } catch (IOException e) {
            throw timer.isDone() ? new SlowResponse(shared.limits.time()) : e;
        } finally {
            timer.cancel(false);
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // The reader fails too.
        }
    }
}
