package io.fareswarm.load.measure;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import org.jspecify.annotations.Nullable;

/// Hands closed seconds from the send thread to the one that reports, and empty ones back. There are [#CIRCULATING] of
/// them: a reader that far behind makes the send thread wait, which then shows as a long turn, instead of growing a queue.
public final class Seconds {
    static final int CIRCULATING = 8;

    private final BlockingQueue<Second> empty = new ArrayBlockingQueue<>(CIRCULATING);
    private final BlockingQueue<Second> closed = new ArrayBlockingQueue<>(CIRCULATING + 1);
    private final Second endMark = new Second(0, 0);
    private final ErrorKeys errorKeys;
    private volatile long elapsedNanos;

    /// @param tasks how many there are in the slice
    /// @param goodWithinNanos latencies up to which good answers are counted
    public Seconds(int tasks, long... goodWithinNanos) {
        errorKeys = new ErrorKeys(tasks);
        for (int i = 0; i < CIRCULATING; i++) {
            empty.add(new Second(tasks, errorKeys.capacity(), goodWithinNanos));
        }
    }

    /// Names the errors that the seconds count.
    public ErrorKeys errorKeys() {
        return errorKeys;
    }

    /// The next closed second, waiting for it; null when there will be no more. Give it back with [#giveBack(Second)].
    public @Nullable Second take() throws InterruptedException {
        Second second = closed.take();
        return second == endMark ? null : second;
    }

    /// Returns a second that was read.
    public void giveBack(Second second) {
        empty.add(second);
    }

    Second takeEmpty() {
        boolean interrupted = false;
        while (true) {
            try {
                Second second = empty.take();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return second;
            } catch (InterruptedException e) {
                interrupted = true; // the second is needed all the same: the run must end with all its counts
            }
        }
    }

    void close(Second second) {
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
