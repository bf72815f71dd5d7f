package io.fareswarm.load.pace;

import org.jspecify.annotations.Nullable;

/// One user's way through a run: which request is next, and when. It reads no clock: what it says depends on the pace and on
/// when its requests ended alone. Times are nanoseconds from the start barrier.
public final class UserSchedule {
    /// A user makes fewer requests than 2 to this power.
    private static final int ITERATIONS = 32;

    private UserPacer pace;
    private final int index;
    private long iteration;
    private Stay stay = new Stay();
    /// The one before, which had no room for the next request. As long as it lasts, another pace may make the room.
    private @Nullable Stay last;

    /// From when a user comes until it leaves, and its next request in it.
    private static final class Stay {
        long came;
        long leaves;
        /// Of the next request on the beat, counted from when it came.
        long cycle;
        long due;
        long free;
    }

    /// @param index counts the users of one worker, who spawn in this order
    public UserSchedule(UserPacer pace, int index) {
        this.pace = pace;
        this.index = index;
        comes(pace.spawn(index));
    }

    /// One whose requests before a time are another worker's. On a beat it goes on with the first one due from then on. Where
    /// waits follow upon answers, nobody knows how far it got: it begins with a wait, and with iterations that nobody before
    /// it can have reached.
    ///
    /// @param from nanoseconds from the start barrier
    /// @param incarnation counts those who had the user before
    public UserSchedule(UserPacer pace, int index, long from, int incarnation) {
        this(pace, index);
        while (stay.leaves <= from) {
            iteration += cyclesUntil(stay.leaves);
            comes(pace.enters(index, stay.leaves));
        }
        if (!pace.isOnBeat()) {
            iteration = (long) incarnation << ITERATIONS;
        }
        if (stay.came < from) {
            stay.cycle = cyclesUntil(from);
            iteration += stay.cycle;
            stay.due = pace.isOnBeat() ? stay.came + pace.cycle(stay.cycle) : from + pace.rest(index);
            stay.free = pace.isOnBeat() ? from : stay.due;
            leavesUnlessRoom();
        }
    }

    /// How many cycles are due before a time, from when the user came; none where it keeps no beat.
    private long cyclesUntil(long time) {
        return pace.isOnBeat() ? pace.lastCycle(time - 1 - stay.came) + 1 : 0;
    }

    /// The pace is another one from some time on that is not over. Of a user whose request is under way.
    public void paced(UserPacer newPace) {
        pace = newPace;
        stay.leaves = leaves();
    }

    /// Likewise of a user who waits for its next request, or has left: when it comes is found anew.
    public void pacedAtRest(UserPacer newPace, long now) {
        if (last != null && leftAt(now) && now < last.leaves) {
            stay = last;
        }
        boolean away = leftAt(now);
        paced(newPace);
        if (away) {
            comes(pace.enters(index, Math.max(now, last == null ? now : seeks(last))));
        } else {
            leavesUnlessRoom();
        }
    }

    /// A stay that ends before the next request can start is over with the one before: the request comes in the next stay.
    private void leavesUnlessRoom() {
        if (stay.due < stay.leaves && stay.free < stay.leaves) {
            return;
        }
        last = stay;
        stay = new Stay();
        comes(pace.enters(index, seeks(last)));
    }

    /// From when on the next stay is sought.
    private long seeks(Stay full) {
        return pace.isOnBeat() ? Math.max(full.free, full.leaves) : full.due;
    }

    private void comes(long time) {
        stay.came = time;
        stay.due = stay.came;
        stay.free = stay.came;
        stay.cycle = 0;
        stay.leaves = leaves();
    }

    private long leaves() {
        return stay.came == Long.MAX_VALUE ? stay.came : pace.leaves(index, stay.came);
    }

    /// The user's number in the whole run.
    public long number() {
        return pace.number(index);
    }

    /// The next request's number, 0 first. With [#number()] it is the key of its content.
    public long iteration() {
        return iteration;
    }

    /// When the next request is due; [Long#MAX_VALUE] when there is none.
    public long due() {
        return stay.due;
    }

    /// When the user is free for it.
    public long free() {
        return stay.free;
    }

    /// When the next request can start: it is due and the user is free.
    public long starts() {
        return Math.max(stay.due, stay.free);
    }

    /// Whether the user is not there at that time, after which it has a next request or none.
    public boolean leftAt(long time) {
        return stay.came > time;
    }

    /// The request has ended: the next one is found. A user who has left in the meantime, or would have left when it is due,
    /// makes it when it comes again.
    ///
    /// @param done when it ended
    /// @param rest how long the user is not free after it in any case
    /// @param end from here on nothing is due
    /// @return how many requests before the next one were due and can no longer be made; their iterations are those just
    /// before its own
    public long ended(long done, long rest, long end) {
        iteration++;
        stay.free = done + rest;
        if (!pace.isOnBeat()) {
            stay.due = done + Math.max(rest, pace.pause(index, iteration - 1));
            stay.free = stay.due;
            leavesUnlessRoom();
            return 0;
        }
        long until = Math.min(end, stay.leaves);
        long missed = Math.max(0, pace.lastCycle(Math.min(stay.free, until - 1) - stay.came) - stay.cycle);
        if (missed > 0 && stay.free < until) {
            missed--; // the latest one is late, and starts
        }
        iteration += missed;
        stay.cycle += missed + 1;
        stay.due = stay.came + pace.cycle(stay.cycle);
        leavesUnlessRoom();
        return missed;
    }

    /// The next request is given up at the end of a run: how many of its user's were due until then, itself included.
    public long remaining(long end) {
        return pace.isOnBeat()
                ? Math.max(1, pace.lastCycle(Math.min(end, stay.leaves) - 1 - stay.came) - stay.cycle + 1)
                : 1;
    }
}
