package io.fareswarm.operator.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;

import org.jspecify.annotations.Nullable;

import io.fareswarm.operator.fleet.WorkerClient;
import io.fareswarm.operator.fleet.WorkerConnection;
import io.fareswarm.operator.result.ResultAccumulator;
import io.fareswarm.operator.run.RunDecision.Place;
import io.fareswarm.operator.run.WorkerView;

/// One worker process. Its methods are called by one thread at a time.
final class LocalWorker implements AutoCloseable {
    private final String id;
    private final Place place;
    private final ChildProcess child;
    private final HttpClient http;
    private final String token;
    private final Clock time;
    private @Nullable WorkerConnection link;
    private boolean dismissed;

    LocalWorker(String id, Place place, ChildProcess child, HttpClient http, String token, Clock time) {
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
        return ended != null && dismissed ? WorkerView.SILENT : ended;
    }

    WorkerView view(ResultAccumulator tally) {
        return new WorkerView(id, place.worker(), place.incarnation(), link == null ? null : link.said(),
                link == null ? null : link.heardAt(), ended(), tally.measuredSeconds(id), tally.requests(id),
                tally.reportedAll(id),
                link == null ? null : link.refusal(), null, true);
    }

    @Override
    public void close() {
        child.close();
    }
}
