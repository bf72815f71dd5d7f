package io.fareswarm.operator.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;

import org.jspecify.annotations.Nullable;

import io.fareswarm.operator.fleet.WorkerClient;
import io.fareswarm.operator.fleet.WorkerConnection;
import io.fareswarm.operator.result.Tally;
import io.fareswarm.operator.run.WorkerAttempt;
import io.fareswarm.operator.run.WorkerView;

/// One worker process. Its methods are called by one thread at a time.
final class LocalWorker implements AutoCloseable {
    private final String id;
    private final WorkerAttempt attempt;
    private final ChildProcess child;
    private final HttpClient http;
    private final String token;
    private final Clock time;
    private @Nullable WorkerConnection link;
    private boolean dismissed;

    LocalWorker(String id, WorkerAttempt attempt, ChildProcess child, HttpClient http, String token, Clock time) {
        this.id = id;
        this.attempt = attempt;
        this.child = child;
        this.http = http;
        this.token = token;
        this.time = time;
    }

    String id() {
        return id;
    }

    /// The line to it.
    ///
    /// @throws IOException while the process does not listen
    WorkerConnection link() throws IOException {
        URI address = child.address();
        if (!child.alive() || address == null) {
            throw new IOException(id + " does not listen");
        }
        if (link == null) {
            link = new WorkerConnection(new WorkerClient(http, address, token, time));
        }
        return link;
    }

    void release() throws IOException, InterruptedException {
        try {
            link().done();
        } finally {
            child.close();
        }
    }

    /// Ends it for its silence.
    void dismiss() {
        dismissed = true;
        child.kill();
    }

    private @Nullable String ended() {
        @Nullable
        String ended = child.ended();
        return ended != null && dismissed ? WorkerView.NO_RESPONSE : ended;
    }

    WorkerView view(Tally tally) {
        return new WorkerView(id, attempt, new WorkerView.ProcessState(ended(), null),
                link == null
                        ? new WorkerView.Responses(null, null, null)
                        : new WorkerView.Responses(link.said(), link.heardAt(), link.refusal()),
                WorkerView.Reports.of(tally, id, true));
    }

    @Override
    public void close() {
        child.close();
    }
}
