package io.fareswarm.load.pace;

import org.jspecify.annotations.Nullable;

/// Schedule of one user: the number of its next request, and when that request is due. It reads no clock. It depends
/// only on the pacer and on when the user's requests ended. Times are nanoseconds from the start barrier.
public final class UserSchedule {
    /// Number of bits for a user's requests after one takeover: a user sends fewer than 2^32 requests.
    private static final int ITERATIONS = 32;

    private UserPacer pacer;
    private final int position;
    private long iteration;
    private ActiveInterval current = new ActiveInterval();
    /// The interval before the current one, if it had no room for the next request. Until it ends, another pacer may
    /// extend it and so make room.
    private @Nullable ActiveInterval previous;

    /// A time in which a user is active, from its start until it stops, and the next request in it.
    private static final class ActiveInterval {
        long start;
        long end;
        /// Number of the next request's cycle, counted from the start of the interval.
        long cycle;
        long due;
        long free;
    }

    /// Creates the schedule of a user that begins with the run.
    ///
    /// @param position position of the user among the users of its worker, which start in this order
    public UserSchedule(UserPacer pacer, int position) {
        this.pacer = pacer;
        this.position = position;
        startAt(pacer.activeFrom(position, 0));
    }

    /// Creates the schedule of a user that is taken over from another worker at a time. In a fixed cycle it continues
    /// with the first request that is due from then on. Without one, the user's progress is unknown: it begins with a
    /// wait, and with iterations that no earlier attempt can have reached.
    ///
    /// @param from time of the takeover
    /// @param attempt number of workers that had the user before
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

    /// Number of cycles of the current interval that are due before a time; 0 without a fixed cycle.
    private long cyclesUntil(long time) {
        return pacer.isCyclic() ? pacer.lastCycle(time - 1 - current.start) + 1 : 0;
    }

    /// Replaces the pacer while the user's request is in flight. Both pacers agree about the past.
    public void revise(UserPacer newPacer) {
        pacer = newPacer;
        current.end = currentEnd();
    }

    /// Replaces the pacer while the user waits for its next request or is inactive, and schedules that request again.
    /// Both pacers agree about the past.
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

    /// Moves the next request to the next interval if the current one ends before the request can start.
    private void moveToNextIntervalUnlessRoom() {
        if (current.due < current.end && current.free < current.end) {
            return;
        }
        previous = current;
        current = new ActiveInterval();
        startAt(pacer.activeFrom(position, earliestAfter(previous)));
    }

    /// The earliest start of an interval after one that has no room.
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

    /// The next request's number, from 0. With [#number()] it is the key from which the request's content is drawn.
    public long iteration() {
        return iteration;
    }

    /// The time at which the next request is due; [Long#MAX_VALUE] if there is none.
    public long due() {
        return current.due;
    }

    /// The time at which the user is free for the next request.
    public long free() {
        return current.free;
    }

    /// The time at which the next request can start, because it is due and the user is free.
    public long starts() {
        return Math.max(current.due, current.free);
    }

    /// Whether the user has sent its last request and is inactive at a time.
    public boolean isInactiveAt(long time) {
        return current.start > time;
    }

    /// Schedules the next request after one has ended. The request moves to the user's next active interval if the user
    /// is inactive by the time at which it would be due.
    ///
    /// @param done when the request ended
    /// @param rest minimum time until the user is free again
    /// @param end end of the duration: no request is due at or after it
    /// @return number of requests before the next one that were due and can no longer start; their iterations directly
    /// precede the next one's
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
            missed--; // the latest cycle is not missed: it starts late
        }
        iteration += missed;
        current.cycle += missed + 1;
        current.due = current.start + pacer.cycle(current.cycle);
        moveToNextIntervalUnlessRoom();
        return missed;
    }

    /// Number of the user's requests from the next one on that are due before the end of the run. They are all dropped.
    public long remaining(long end) {
        return pacer.isCyclic()
                ? Math.max(1, pacer.lastCycle(Math.min(end, current.end) - 1 - current.start) - current.cycle + 1)
                : 1;
    }
}
