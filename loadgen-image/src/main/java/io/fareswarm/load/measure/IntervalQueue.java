package io.fareswarm.load.measure;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import org.jspecify.annotations.Nullable;

/// Hands closed seconds from the send thread to the one that reports, and empty ones back. There are [#CIRCULATING] of
/// them: a reader that far behind makes the send thread wait, which then shows as a long turn, instead of growing a queue.
public final class IntervalQueue {
    static final int CIRCULATING = 8;

    private final BlockingQueue<IntervalCounts> empty = new ArrayBlockingQueue<>(CIRCULATING);
    private final BlockingQueue<IntervalCounts> closed = new ArrayBlockingQueue<>(CIRCULATING + 1);
    private final IntervalCounts endMark = new IntervalCounts(0, 0);
    private final ErrorIndex errorKeys;
    private volatile long elapsedNanos;

    /// @param tasks how many there are in the slice
    /// @param goodWithinNanos latencies up to which good answers are counted
    public IntervalQueue(int tasks, long... goodWithinNanos) {
        errorKeys = new ErrorIndex(tasks);
        for (int i = 0; i < CIRCULATING; i++) {
            empty.add(new IntervalCounts(tasks, errorKeys.capacity(), goodWithinNanos));
        }
    }

    /// Names the errors that the seconds count.
    public ErrorIndex errorKeys() {
        return errorKeys;
    }

    /// The next closed second, waiting for it; null when there will be no more. Give it back with [#giveBack(Second)].
    public @Nullable IntervalCounts take() throws InterruptedException {
        IntervalCounts second = closed.take();
        return second == endMark ? null : second;
    }

    /// Returns a second that was read.
    public void giveBack(IntervalCounts second) {
        empty.add(second);
    }

    IntervalCounts takeEmpty() {
        boolean interrupted = false;
        while (true) {
            try {
                IntervalCounts second = empty.take();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return second;
            } catch (InterruptedException e) {
                interrupted = true; // the second is needed all the same: the run must end with all its counts
            }
        }
    }

    void close(IntervalCounts second) {
        closed.add(second);
    }

    /// How long the duration was in the end, nanoseconds: once there are no more seconds.
    public long elapsedNanos() {
        return elapsedNanos;
    }

    void end(long elapsed) {
        elapsedNanos = elapsed;
        closed.add(endMark);
    }
}
