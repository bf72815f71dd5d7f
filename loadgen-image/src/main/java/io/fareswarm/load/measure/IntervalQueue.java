package io.fareswarm.load.measure;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import org.jspecify.annotations.Nullable;

/// Bounded exchange of interval counts between two threads. The send thread passes filled counts to the reporting
/// thread, which gives empty ones back. There are [#CIRCULATING] of them. If the reporting thread holds them all, the
/// send thread waits. That wait counts as a long turn of the send loop.
public final class IntervalQueue {
    static final int CIRCULATING = 8;

    private final BlockingQueue<IntervalCounts> empty = new ArrayBlockingQueue<>(CIRCULATING);
    private final BlockingQueue<IntervalCounts> filled = new ArrayBlockingQueue<>(CIRCULATING + 1);
    private final IntervalCounts endMark = IntervalCounts.ofSecond(new ErrorIndex(List.of()),
            new AddressIndex());
    private final ErrorIndex errorIndex;
    private final AddressIndex addressIndex = new AddressIndex();
    private final long[] goodWithinNanos;
    private volatile long elapsedNanos;

    /// @param tasks names of the slice's tasks, in the slice's order
    /// @param goodWithinNanos latency limits in nanoseconds; successful responses within each are counted
    public IntervalQueue(List<String> tasks, long... goodWithinNanos) {
        errorIndex = new ErrorIndex(tasks);
        this.goodWithinNanos = goodWithinNanos.clone();
        for (int i = 0; i < CIRCULATING; i++) {
            empty.add(IntervalCounts.ofSecond(errorIndex, addressIndex, goodWithinNanos));
        }
    }

    /// The index of the errors in the intervals.
    ErrorIndex errorIndex() {
        return errorIndex;
    }

    /// The index of the target's addresses in the intervals.
    public AddressIndex addressIndex() {
        return addressIndex;
    }

    /// Empty counts of a whole run, to which the intervals can be added.
    public IntervalCounts newTotal() {
        return IntervalCounts.ofRun(errorIndex, addressIndex, goodWithinNanos);
    }

    /// Waits for the next filled interval. The caller returns it with [#giveBack(IntervalCounts)]. Null after the last
    /// interval.
    public @Nullable IntervalCounts take() throws InterruptedException {
        IntervalCounts interval = filled.take();
        return interval == endMark ? null : interval;
    }

    /// Returns an interval for reuse.
    public void giveBack(IntervalCounts interval) {
        empty.add(interval);
    }

    IntervalCounts takeEmpty() {
        boolean interrupted = false;
        while (true) {
            try {
                IntervalCounts interval = empty.take();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return interval;
            } catch (InterruptedException e) {
                interrupted = true; // continues, because the run must end with all its counts
            }
        }
    }

    void put(IntervalCounts interval) {
        filled.add(interval);
    }

    /// Actual length of the duration in nanoseconds, 0 before it is known. It is known before the interval in which the
    /// duration ends can be taken.
    public long elapsedNanos() {
        return elapsedNanos;
    }

    void elapsed(long elapsed) {
        elapsedNanos = elapsed;
    }

    void end() {
        filled.add(endMark);
    }
}
