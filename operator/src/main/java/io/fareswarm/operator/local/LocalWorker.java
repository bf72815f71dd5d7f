package io.fareswarm.operator.local;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import io.fareswarm.operator.fleet.WorkerProcess;
import io.fareswarm.operator.run.RunDecision.Place;
import io.fareswarm.operator.run.WorkerView;

/// A worker's child process.
final class LocalWorker implements WorkerProcess, AutoCloseable {
    private final Place place;
    private final ChildProcess child;
    private boolean killed;

    LocalWorker(Place place, ChildProcess child) {
        this.place = place;
        this.child = child;
    }

    static String id(Place place) {
        return "worker-" + place.worker() + (place.incarnation() == 0 ? "" : "-" + place.incarnation());
    }

    @Override
    public String id() {
        return id(place);
    }

    @Override
    public int index() {
        return place.worker();
    }

    @Override
    public int attempt() {
        return place.incarnation();
    }

    @Override
    public @Nullable URI address() {
        return child.address();
    }

    @Override
    public @Nullable String ended() {
        @Nullable
        String ended = child.ended();
        return ended != null && killed ? WorkerView.SILENT : ended;
    }

    @Override
    public @Nullable String problem() {
        return null;
    }

    @Override
    public void kill() {
        killed = true;
        child.kill();
    }

    @Override
    public void close() {
        child.close();
    }
}
