package io.fareswarm.load.pace;

import org.jspecify.annotations.Nullable;

/// Schedule of one user: the number of its next request, and when that is due. It reads no clock: the schedule depends only on
/// the pacer and on when the user's requests ended. Times are nanoseconds from the start barrier.
public final class UserSchedule {
    /// A user makes fewer requests than 2 to this power.
    private static final int ITERATIONS = 32;

    private UserPacer pacer;
    private final int position;
    private long iteration;
    private ActiveInterval current = new ActiveInterval();
    /// The interval before the current one, which had no room for the next request. Until it ends, another pacer may extend it
    /// and make the room.
    private @Nullable ActiveInterval previous;

    /// Time from a user's start until it stops, and its next request within.
    private static final class ActiveInterval {
        long start;
        long end;
        /// Number of the next request's cycle, counted from the start of the interval.
        long cycle;
        long due;
        long free;
    }

    /// Schedule of a user that begins with the run.
    ///
    /// @param position of the user among those of its worker, which spawn in this order
    public UserSchedule(UserPacer pacer, int position) {
        this.pacer = pacer;
        this.position = position;
        startAt(pacer.spawn(position));
    }

    /// Schedule of a user that is taken over: another worker sent its requests before a time. In a fixed cycle it continues with
    /// the first request that is due from then on. Otherwise its progress is unknown: it begins with a wait, and with iterations
    /// that no earlier attempt can have reached.
    ///
    /// @param from nanoseconds from the start barrier
    /// @param attempt how many workers had the user before
    public UserSchedule(UserPacer pacer, int position, long from, int attempt) {
        this(pacer, position);
        while (current.end <= from) {
            iteration += cyclesUntil(current.end);
            startAt(pacer.activeFrom(position, current.end));
        }
        if (!pacer.isCyclic()) {
            iteration = (long) attempt << ITERATIONS;
        }
        if (current.start < from) {
            current.cycle = cyclesUntil(from);
            iteration += current.cycle;
            current.due = pacer.isCyclic()
                    ? current.start + pacer.cycle(current.cycle)
                    : from + pacer.takeoverWait(position);
            current.free = pacer.isCyclic() ? from : current.due;
            moveToNextIntervalUnlessRoom();
        }
    }

    /// How many cycles of the current interval are due before a time; 0 without a fixed cycle.
    private long cyclesUntil(long time) {
        return pacer.isCyclic() ? pacer.lastCycle(time - 1 - current.start) + 1 : 0;
    }

    /// Replaces the pacer while the user's request is in flight. The pacers differ only in the future.
    public void revise(UserPacer newPacer) {
        pacer = newPacer;
        current.end = currentEnd();
    }

    /// Replaces the pacer while the user waits for its next request or is inactive, and finds that request anew. The pacers differ
    /// only in the future.
    public void reviseIdle(UserPacer newPacer, long now) {
        if (previous != null && isInactiveAt(now) && now < previous.end) {
            current = previous;
        }
        boolean inactive = isInactiveAt(now);
        revise(newPacer);
        if (inactive) {
            startAt(pacer.activeFrom(position, Math.max(now, previous == null ? now : earliestAfter(previous))));
        } else {
            moveToNextIntervalUnlessRoom();
        }
    }

    /// When the current interval ends before the next request can start, that request moves to the next interval.
    private void moveToNextIntervalUnlessRoom() {
        if (current.due < current.end && current.free < current.end) {
            return;
        }
        previous = current;
        current = new ActiveInterval();
        startAt(pacer.activeFrom(position, earliestAfter(previous)));
    }

    /// The earliest start of the interval after a full one.
    private long earliestAfter(ActiveInterval full) {
        return pacer.isCyclic() ? Math.max(full.free, full.end) : full.due;
    }

    private void startAt(long time) {
        current.start = time;
        current.due = time;
        current.free = time;
        current.cycle = 0;
        current.end = currentEnd();
    }

    private long currentEnd() {
        return current.start == Long.MAX_VALUE ? current.start : pacer.activeUntil(position, current.start);
    }

    /// The user's number in the whole run.
    public long number() {
        return pacer.number(position);
    }

    /// The next request's number, 0 first. With [#number()] it is the key of its content.
    public long iteration() {
        return iteration;
    }

    /// When the next request is due; [Long#MAX_VALUE] when there is none.
    public long due() {
        return current.due;
    }

    /// When the user is free for the next request.
    public long free() {
        return current.free;
    }

    /// When the next request can start: it is due and the user is free.
    public long starts() {
        return Math.max(current.due, current.free);
    }

    /// Whether the user is inactive at a time, which is after its last request.
    public boolean isInactiveAt(long time) {
        return current.start > time;
    }

    /// Finds the next request after one has ended. When the user has become inactive, or will be before that request is due, the
    /// request moves to the user's next active interval.
    ///
    /// @param done when the request ended
    /// @param rest minimum time until the user is free again
    /// @param end nothing is due at or after it
    /// @return how many requests before the next one were due and can no longer be made; their iterations are those just
    /// before its own
    public long ended(long done, long rest, long end) {
        iteration++;
        current.free = done + rest;
        if (!pacer.isCyclic()) {
            current.due = done + Math.max(rest, pacer.waitAfter(position, iteration - 1));
            current.free = current.due;
            moveToNextIntervalUnlessRoom();
            return 0;
        }
        long until = Math.min(end, current.end);
        long missed = Math.max(0, pacer.lastCycle(Math.min(current.free, until - 1) - current.start) - current.cycle);
        if (missed > 0 && current.free < until) {
            missed--; // the latest one is late, and starts
        }
        iteration += missed;
        current.cycle += missed + 1;
        current.due = current.start + pacer.cycle(current.cycle);
        moveToNextIntervalUnlessRoom();
        return missed;
    }

    /// How many of the user's requests, the next one included, are due before the end of the run, when all of them are given up.
    public long remaining(long end) {
        return pacer.isCyclic()
                ? Math.max(1, pacer.lastCycle(Math.min(end, current.end) - 1 - current.start) - current.cycle + 1)
                : 1;
    }
}
