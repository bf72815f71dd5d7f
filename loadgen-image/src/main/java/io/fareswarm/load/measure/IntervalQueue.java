package io.fareswarm.load.measure;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import org.jspecify.annotations.Nullable;

/// Bounded exchange of one-second counts between two threads: filled ones from the send thread to the reporting thread, empty
/// ones back. It has [#CIRCULATING] of them: when the reporting thread is that far behind, the send thread waits, which then
/// counts as a long turn.
public final class IntervalQueue {
    static final int CIRCULATING = 8;

    private final BlockingQueue<IntervalCounts> empty = new ArrayBlockingQueue<>(CIRCULATING);
    private final BlockingQueue<IntervalCounts> filled = new ArrayBlockingQueue<>(CIRCULATING + 1);
    private final IntervalCounts endMark = IntervalCounts.ofSecond(new ErrorIndex(List.of()));
    private final ErrorIndex errorIndex;
    private volatile long elapsedNanos;

    /// @param tasks the names of the slice's tasks, in their order
    /// @param goodWithinNanos latencies up to which good responses are counted
    public IntervalQueue(List<String> tasks, long... goodWithinNanos) {
        errorIndex = new ErrorIndex(tasks);
        for (int i = 0; i < CIRCULATING; i++) {
            empty.add(IntervalCounts.ofSecond(errorIndex, goodWithinNanos));
        }
    }

    /// The errors that the intervals count.
    public ErrorIndex errorIndex() {
        return errorIndex;
    }

    /// Waits for the next filled interval, which the caller gives back with [#giveBack(IntervalCounts)]; null when there will
    /// be no more.
    public @Nullable IntervalCounts take() throws InterruptedException {
        IntervalCounts interval = filled.take();
        return interval == endMark ? null : interval;
    }

    /// Returns an interval that was read.
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
                interrupted = true; // the run must end with all its counts
            }
        }
    }

    void put(IntervalCounts interval) {
        filled.add(interval);
    }

    /// How long the duration was in the end, nanoseconds; known when there are no more intervals.
    public long elapsedNanos() {
        return elapsedNanos;
    }

    void end(long elapsed) {
        elapsedNanos = elapsed;
        filled.add(endMark);
    }
}
