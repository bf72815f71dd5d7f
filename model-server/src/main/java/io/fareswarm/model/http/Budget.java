package io.fareswarm.model.http;

import java.util.concurrent.atomic.AtomicLong;

/// Memory that all connections share for requests that have not come whole, so that many slow ones cannot fill the heap.
final class Budget {
    private final AtomicLong left;

    Budget(long bytes) {
        left = new AtomicLong(bytes);
    }

    /// Takes bytes, or, when negative, gives them back.
    ///
    /// @throws Refusal when there are too few
    void take(long bytes) throws Refusal {
        if (left.addAndGet(-bytes) < 0 && bytes > 0) {
            left.addAndGet(bytes);
            throw Refusal.of(503);
        }
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }
}
