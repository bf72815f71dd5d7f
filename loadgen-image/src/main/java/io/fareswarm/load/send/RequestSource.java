package io.fareswarm.load.send;

import io.fareswarm.load.pace.Pacer;

/// Decides which slot sends which request and when. Times are nanoseconds from the start barrier.
abstract sealed class RequestSource permits UserSource, ArrivalSource {
    /// Requests started, or dropped at their bound, in one turn at most, so that answers are not left lying meanwhile.
    /// Cycles that a user missed are not among them: they are dropped all at once when it has its answer, which is short
    /// work beside the time for which it waited, as dropping one takes much less than sending it.
    private static final int MOST_IN_A_TURN = 256;

    protected final RequestCycle exchanges;
    /// Nothing is due at or after that time.
    private long end;
    /// How many requests may still be started.
    private long left;

    /// How a request ended.
    enum End {
        /// With a whole answer, of whatever status.
        ANSWERED,
        /// Without one.
        FAILED,
        /// Without even a connection.
        UNCONNECTED
    }

    /// @param requests how many are started at most
    RequestSource(RequestCycle exchanges, long end, long requests) {
        this.exchanges = exchanges;
        this.end = end;
        this.left = requests;
    }

    /// When the next request is due, whether before the end or not; [Long#MAX_VALUE] when none is.
    abstract long next();

    /// Starts the next request, or drops it at its bound.
    abstract void startNext(long now);

    /// Counts the next request as dropped.
    abstract void dropNext(long now);

    /// The slot's request has ended.
    abstract void ended(Slot slot, long done, End how);

    /// How many users are active; requests in flight in the open model.
    abstract long active(long now);

    /// The pace is another one, which differs from the one before only after a time that is not over. The end is set already.
    abstract void change(Pacer newPace, long now);

    /// Likewise, and another end.
    final void change(Pacer newPace, long newEnd, long now) {
        end = newEnd;
        change(newPace, now);
    }

    /// When the next request is due; [Long#MAX_VALUE] when none will be.
    final long nextDue() {
        long due = next();
        return due < end && left > 0 ? due : Long.MAX_VALUE;
    }

    final long end() {
        return end;
    }

    /// Whether as many requests were started as may be.
    final boolean isSpent() {
        return left == 0;
    }

    /// Starts a slot's request.
    protected final void start(Slot slot, long due, long free) {
        left--;
        exchanges.start(slot, due, free);
    }

    /// Counts requests of a source, so many from `first` on, as due but never started.
    protected final void drop(long source, long first, long count, long now) {
        for (long number = first; number < first + count; number++) {
            exchanges.drop(source, number, now);
        }
    }

    /// Starts requests that are due by now, a bounded number.
    final void startDue(long now) {
        for (int left = MOST_IN_A_TURN; left > 0 && nextDue() <= now; left--) {
            startNext(now);
        }
    }

    /// Nothing is due at or after that time, or the end that was set before.
    final void endAt(long newEnd) {
        end = Math.min(end, newEnd);
    }

    /// Gives up what was due before the end and is not started yet: counts it as dropped. Only a loop that is far behind
    /// has any.
    final void dropRest(long now) {
        while (nextDue() != Long.MAX_VALUE) {
            dropNext(now);
        }
    }
}
