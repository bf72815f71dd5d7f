package io.fareswarm.operator.kubernetes;

/// The first reconciliation of a controller in a process that has become the leader. Its caches are read then, and not before.
/// Thread-safe.
public final class FirstReconciliation {
    private boolean begun;

    /// Runs an action once. Calls at the same time wait for its end.
    public synchronized void run(Runnable action) {
        if (!begun) {
            begun = true;
            action.run();
        }
    }
}
