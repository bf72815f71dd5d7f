package io.fareswarm.load;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

import io.fareswarm.protocol.Slice;

/// A run whose preparation from a slice has begun. It is prepared once, for any number of calls that wait for it.
final class PendingRun {
    private final Slice slice;
    private final FutureTask<WorkerRun> run;
    private boolean stopped;

    PendingRun(Slice slice, Function<Slice, WorkerRun> runs) {
        this.slice = slice;
        run = new FutureTask<>(() -> runs.apply(slice));
    }

    Slice slice() {
        return slice;
    }

    /// Returns the prepared run. The first caller prepares it; other callers wait for that.
    ///
    /// @throws IllegalArgumentException when the slice is unusable
    WorkerRun get() throws InterruptedException {
        run.run();
        try {
            return run.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalArgumentException unusable) {
                throw unusable;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Marks the run to be stopped when it is prepared. The caller holds the worker's lock, as for [#isStopped()].
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }
}
