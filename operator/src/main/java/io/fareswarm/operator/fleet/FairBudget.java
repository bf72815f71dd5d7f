package io.fareswarm.operator.fleet;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.fareswarm.operator.result.Room;

/// Budget that all namespaces share: of bytes, or of calls. Thread-safe.
///
/// A namespace never has more than what is left free. So one namespace has at most half of the budget, and n greedy ones
/// leave the part 1/(n+1) to all others. Beside one greedy namespace, another one can always take a quarter.
public final class FairBudget {
    private final long total;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Long> taken = new HashMap<>();
    private long free;

    public FairBudget(long total) {
        this.total = total;
        this.free = total;
    }

    /// A part of the budget that is in use until it is closed.
    interface Part extends AutoCloseable {
        @Override
        void close();
    }

    /// Takes a part, and waits for it if necessary.
    ///
    /// @param namespace who takes it
    /// @param amount size of the part
    /// @param wait maximum time to wait
    /// @throws NoRoom if the part is not free within the time
    Part take(String namespace, long amount, Duration wait) throws NoRoom, InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = wait.toNanos();
            while (!fits(namespace, amount)) {
                if (left <= 0) {
                    throw new NoRoom(
                            "expected %d of %d that all namespaces share, found %d free".formatted(amount, total,
                                    free));
                }
                left = changed.awaitNanos(left);
            }
            add(namespace, amount);
        } finally {
            lock.unlock();
        }
        return () -> give(namespace, amount);
    }

    /// Room of a run's measurements.
    ///
    /// @param namespace namespace of the run
    Room room(String namespace) {
        return new Room() {
            private long bytes;

            @Override
            public boolean take(long wanted) {
                lock.lock();
                try {
                    boolean fits = change(namespace, wanted - bytes);
                    bytes = fits ? wanted : bytes;
                    return fits;
                } finally {
                    lock.unlock();
                }
            }
        };
    }

    /// Changes the part of a namespace without waiting.
    ///
    /// @param amount what it takes in addition; negative to give some back, which is always possible
    /// @return whether it fits; otherwise nothing changes
    public boolean change(String namespace, long amount) {
        lock.lock();
        try {
            if (amount > 0 && !fits(namespace, amount)) {
                return false;
            }
            add(namespace, amount);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// What a namespace has taken.
    public long taken(String namespace) {
        lock.lock();
        try {
            return taken.getOrDefault(namespace, 0L);
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(String namespace, long amount) {
        return taken.getOrDefault(namespace, 0L) + amount <= free - amount;
    }

    private void give(String namespace, long amount) {
        lock.lock();
        try {
            add(namespace, -amount);
        } finally {
            lock.unlock();
        }
    }

    private void add(String namespace, long amount) {
        free -= amount;
        taken.merge(namespace, amount, Long::sum);
        taken.remove(namespace, 0L);
        changed.signalAll();
    }

    /// What nobody has taken.
    long free() {
        lock.lock();
        try {
            return free;
        } finally {
            lock.unlock();
        }
    }
}
