package io.fareswarm.load.measure;

import java.util.Arrays;

import io.fareswarm.protocol.IntervalReport.Phase;

/// One second of a run: filled by the send thread, then closed and read by another, then emptied and filled anew.
public final class IntervalCounts {
    private final TaskCounts[] tasks;
    private final HistogramRecorder lag = HistogramRecorder.ofSecond();
    private final long[] errors;
    private long number;
    private Phase phase = Phase.measured;
    private long longestTurnNanos;
    private long users;
    private boolean touched;

    IntervalCounts(int taskCount, int errorCapacity, long... goodWithinNanos) {
        tasks = new TaskCounts[taskCount];
        Arrays.setAll(tasks, i -> TaskCounts.ofSecond(goodWithinNanos));
        errors = new long[errorCapacity];
    }

    void begin(long newNumber, Phase newPhase) {
        for (TaskCounts task : tasks) {
            task.reset();
        }
        lag.reset();
        Arrays.fill(errors, 0);
        number = newNumber;
        phase = newPhase;
        longestTurnNanos = 0;
        users = 0;
        touched = false;
    }

    TaskCounts touch(int task) {
        touched = true;
        return tasks[task];
    }

    void error(int errorNumber) {
        errors[errorNumber]++;
    }

    void lag(long nanos) {
        touched = true;
        lag.record(nanos);
    }

    void turn(long nanos) {
        longestTurnNanos = Math.max(longestTurnNanos, nanos);
    }

    void users(long seen) {
        users = Math.max(users, seen);
    }

    boolean isTouched() {
        return touched;
    }

    /// Counted from the start barrier, 0 first.
    public long number() {
        return number;
    }

    /// The part of the run in which it began.
    public Phase phase() {
        return phase;
    }

    /// The most users that were active in it, or requests in flight in the open model.
    public long users() {
        return users;
    }

    public long lagP99Micros() {
        return lag.percentileMicros(99);
    }

    public long longestTurnMicros() {
        return longestTurnNanos / 1000;
    }

    public int taskCount() {
        return tasks.length;
    }

    public TaskCounts task(int task) {
        return tasks[task];
    }

    /// How often the error of that number in [ErrorIndex] happened.
    public long errors(int errorNumber) {
        return errors[errorNumber];
    }
}
