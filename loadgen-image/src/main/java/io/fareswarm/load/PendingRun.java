package io.fareswarm.load;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

import io.fareswarm.protocol.Slice;

/// A run that is being made ready, once, however many wait for it.
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

    /// Makes it ready, unless another thread does so.
    ///
    /// @throws IllegalArgumentException when the slice cannot be run
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

    /// A call to stop came meanwhile; told under the worker's lock, as it is asked.
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }
}
