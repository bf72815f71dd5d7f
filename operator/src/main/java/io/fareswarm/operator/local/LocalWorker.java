package io.fareswarm.operator.local;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.worker.Report;
import io.fareswarm.api.worker.Slice;
import io.fareswarm.api.worker.StartOrder;
import io.fareswarm.api.worker.WorkerStatus;
import io.fareswarm.operator.result.Tally;
import io.fareswarm.operator.run.Decision.Place;
import io.fareswarm.operator.run.WorkerView;
import io.fareswarm.operator.workers.Answer;
import io.fareswarm.operator.workers.Refusal;
import io.fareswarm.operator.workers.WorkerClient;
import io.fareswarm.operator.workers.WorkerClock;

/// One worker process and what it said last. Its methods are called by one thread at a time.
final class LocalWorker implements AutoCloseable {
    private final String id;
    private final Place place;
    private final Child child;
    private final HttpClient http;
    private final String token;
    private final Clock time;
    private @Nullable WorkerClient client;
    private @Nullable WorkerStatus said;
    private @Nullable Instant heardAt;
    private @Nullable WorkerClock clock;
    private @Nullable String refusal;

    LocalWorker(String id, Place place, Child child, HttpClient http, String token, Clock time) {
        this.id = id;
        this.place = place;
        this.child = child;
        this.http = http;
        this.token = token;
        this.time = time;
    }

    String id() {
        return id;
    }

    /// Asks what is new since the last report; null while the process does not listen.
    @Nullable
    Report poll(long after) throws IOException, InterruptedException {
        if (!connected()) {
            return null;
        }
        Answer<Report> answer = client().report(after);
        Report report = answer.body();
        hear(new Answer<>(report.status(), answer.clock()));
        return report;
    }

    void assign(Slice slice) throws IOException, InterruptedException {
        try {
            hear(client().assign(slice));
        } catch (Refusal e) {
            if (e.isFinal()) {
                refusal = e.getMessage();
            }
            throw e;
        }
    }

    void start(String run, Instant barrier) throws IOException, InterruptedException {
        if (clock != null) {
            hear(client().start(new StartOrder(run, clock.nanosAt(barrier))));
        }
    }

    void stop() throws IOException, InterruptedException {
        hear(client().stop());
    }

    void release() throws IOException, InterruptedException {
        try {
            client().done();
        } finally {
            child.close();
        }
    }

    WorkerView view(Tally tally) {
        return new WorkerView(id, place.worker(), place.incarnation(), said, heardAt, child.ended(),
                tally.measuredSeconds(id), tally.reportedAll(id), refusal);
    }

    @Override
    public void close() {
        child.close();
    }

    private boolean connected() {
        return child.alive() && child.address() != null;
    }

    private WorkerClient client() throws IOException {
        if (client == null) {
            if (child.address() == null) {
                throw new IOException(id + " does not listen yet");
            }
            client = new WorkerClient(http, child.address(), token, time);
        }
        return client;
    }

    private void hear(Answer<WorkerStatus> answer) {
        said = answer.body();
        heardAt = answer.clock().at();
        clock = clock == null ? answer.clock() : clock.surer(answer.clock());
    }
}
