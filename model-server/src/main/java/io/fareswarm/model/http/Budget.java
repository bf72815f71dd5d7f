package io.fareswarm.model.http;

import java.util.concurrent.atomic.AtomicLong;

/// Memory that all connections share for requests that have not come whole and for answers that their clients have not
/// taken, so that many slow ones cannot fill the heap.
final class Budget {
    private final AtomicLong left;

    Budget(long bytes) {
        left = new AtomicLong(bytes);
    }

    /// Takes bytes, or, when negative, gives them back.
    ///
    /// @throws Refusal when there are too few
    void take(long bytes) throws Refusal {
        if (!tryTake(bytes)) {
            throw Refusal.of(503);
        }
    }

    /// The same; whether there were enough.
    boolean tryTake(long bytes) {
        if (left.addAndGet(-bytes) < 0 && bytes > 0) {
            left.addAndGet(bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }
}
