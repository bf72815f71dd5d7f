package io.fareswarm.load;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

import io.fareswarm.protocol.Slice;

/// A run that is being prepared from its slice: once, however many calls wait for it.
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

    /// Prepares the run, or waits for the thread that does.
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

    /// Marks the run to be stopped once it is prepared. Under the worker's lock, as is [#isStopped()].
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }
}
