package io.fareswarm.operator.fleet;

import java.io.IOException;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.LoadRevision;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.StartOrder;
import io.fareswarm.protocol.WorkerStatus;

/// The line to one worker, and what it said last. Its methods are called by one thread at a time, and throw as those of
/// [WorkerClient] do.
public final class WorkerConnection {
    private final WorkerClient client;
    private @Nullable WorkerStatus said;
    private @Nullable Instant heardAt;
    private @Nullable WorkerClock clock;
    private @Nullable String refusal;

    public WorkerConnection(WorkerClient client) {
        this.client = client;
    }

    /// Asks what is new after a second; -1 for everything.
    public Report poll(long after) throws IOException, InterruptedException {
        WorkerResponse<Report> answer = client.report(after);
        hear(new WorkerResponse<>(answer.body().status(), answer.clock()));
        return answer.body();
    }

    public void assign(Slice slice) throws IOException, InterruptedException {
        try {
            hear(client.assign(slice));
        } catch (WorkerRejection e) {
            if (e.isFinal()) {
                refusal = e.getMessage();
            }
            throw e;
        }
    }

    /// Revises the load of the worker's started run.
    public void revise(LoadRevision revision) throws IOException, InterruptedException {
        try {
            hear(client.revise(revision));
        } catch (WorkerRejection e) {
            if (e.isFinal()) {
                refusal = e.getMessage();
            }
            throw e;
        }
    }

    /// Tells the worker the barrier, once its clock is known.
    public void start(String run, Instant barrier) throws IOException, InterruptedException {
        if (clock != null) {
            hear(client.start(new StartOrder(run, clock.nanosAt(barrier))));
        }
    }

    public void stop() throws IOException, InterruptedException {
        hear(client.stop());
    }

    public void done() throws IOException, InterruptedException {
        hear(client.done());
    }

    /// Its last answer; null when it never answered.
    public @Nullable WorkerStatus said() {
        return said;
    }

    /// When it answered last; null when it never did.
    public @Nullable Instant heardAt() {
        return heardAt;
    }

    /// Why it cannot do its part of the run, in its own words; null while it can.
    public @Nullable String refusal() {
        return refusal;
    }

    private void hear(WorkerResponse<WorkerStatus> answer) {
        said = answer.body();
        heardAt = answer.clock().at();
        clock = clock == null ? answer.clock() : clock.surer(answer.clock());
    }
}
