package io.fareswarm.operator.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.fareswarm.protocol.LoadRevision;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.StartOrder;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.protocol.WorkerStatus;

/// Speaks the worker protocol to one worker. Each call takes three seconds at most and throws an [IOException] when the
/// worker does not answer in that time, and a [WorkerRejection] when it answers that it will not.
public final class WorkerClient {
    /// Longest report that is read, bytes: 600 seconds of 20 tasks stay well below it.
    static final int MAX_ANSWER_BYTES = 64 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final HttpClient http;
    private final URI base;
    private final String token;
    private final Clock time;

    /// @param base `http://HOST:PORT` of the worker
    /// @param token of the run
    public WorkerClient(HttpClient http, URI base, String token, Clock time) {
        this.http = http;
        this.base = base;
        this.token = token;
        this.time = time;
    }

    public WorkerResponse<WorkerStatus> assign(Slice slice) throws IOException, InterruptedException {
        return status("PUT", WorkerProtocol.SLICE, json(slice));
    }

    public WorkerResponse<WorkerStatus> revise(LoadRevision revision) throws IOException, InterruptedException {
        return status("PUT", WorkerProtocol.LOAD, json(revision));
    }

    public WorkerResponse<WorkerStatus> start(StartOrder order) throws IOException, InterruptedException {
        return status("POST", WorkerProtocol.START, json(order));
    }

    public WorkerResponse<WorkerStatus> stop() throws IOException, InterruptedException {
        return status("POST", WorkerProtocol.STOP, BodyPublishers.noBody());
    }

    public WorkerResponse<WorkerStatus> done() throws IOException, InterruptedException {
        return status("POST", WorkerProtocol.DONE, BodyPublishers.noBody());
    }

    /// What the worker measured after a second; -1 for everything.
    public WorkerResponse<Report> report(long after) throws IOException, InterruptedException {
        WorkerResponse<byte[]> answer = call("GET", WorkerProtocol.REPORT + "?after=" + after, BodyPublishers.noBody());
        Report report = JSON.readValue(answer.body(), Report.class);
        return new WorkerResponse<>(report, read(answer.clock(), report.status()));
    }

    private WorkerResponse<WorkerStatus> status(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        WorkerResponse<byte[]> answer = call(method, path, body);
        WorkerStatus status = JSON.readValue(answer.body(), WorkerStatus.class);
        return new WorkerResponse<>(status, read(answer.clock(), status));
    }

    private WorkerResponse<byte[]> call(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).method(method, body)
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json").build();
        // How long it took is measured on a clock that nobody sets; only where it lies needs the time of day.
        Instant before = time.instant();
        long began = System.nanoTime();
        HttpResponse<byte[]> response = http.send(request,
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        Duration half = Duration.ofNanos(System.nanoTime() - began).dividedBy(2);
        if (response.statusCode() != 200) {
            throw new WorkerRejection(response.statusCode(), problem(response.body()));
        }
        return new WorkerResponse<>(response.body(), new WorkerClock(0, before.plus(half), half));
    }

    private static WorkerClock read(WorkerClock clock, WorkerStatus status) {
        return new WorkerClock(status.clockNanos(), clock.at(), clock.uncertainty());
    }

    private static BodyPublisher json(Object body) throws IOException {
        return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    }

    private static String problem(byte[] body) {
        try {
            return String.valueOf(JSON.readValue(body, WorkerStatus.class).problem());
        } catch (IOException e) {
            return "no status in its answer";
        }
    }
}
