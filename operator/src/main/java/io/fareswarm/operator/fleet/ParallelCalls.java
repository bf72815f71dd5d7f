package io.fareswarm.operator.fleet;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Calls several workers at once and waits until all are through. A call that a worker does not answer, or answers with
/// what cannot be read, is no error: it is made again at the next step, and what stays missing is counted as lost.
public final class ParallelCalls implements AutoCloseable {
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    /// One call.
    public interface Call<T> {
        void on(T worker) throws IOException, InterruptedException;
    }

    /// @return how many calls failed
    public <T> int each(Collection<T> workers, Call<T> call) throws InterruptedException {
        List<Callable<Boolean>> all = workers.stream().map(worker -> (Callable<Boolean>) () -> {
            try {
                call.on(worker);
                return true;
            } catch (IOException | IllegalArgumentException e) {
                return false;
            }
        }).toList();
        int failed = 0;
        for (Future<Boolean> done : calls.invokeAll(all)) {
            try {
                failed += done.get() ? 0 : 1;
            } catch (ExecutionException e) {
                throw new IllegalStateException("a call to a worker broke", e.getCause());
            }
        }
        return failed;
    }

    @Override
    public void close() {
        calls.shutdownNow();
    }
}
