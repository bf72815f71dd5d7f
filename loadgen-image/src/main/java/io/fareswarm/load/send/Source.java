package io.fareswarm.load.send;

/// Decides which slot sends which request and when. Times are nanoseconds from the start barrier.
abstract sealed class Source permits Users, Arrivals {
    /// Requests started, or dropped, in one turn at most, so that answers are not left lying meanwhile.
    private static final int MOST_IN_A_TURN = 256;

    /// Nothing is due at or after that time.
    private long end;

    /// How a request ended.
    enum End {
        /// With a whole answer, of whatever status.
        ANSWERED,
        /// Without one.
        FAILED,
        /// Without even a connection.
        UNCONNECTED
    }

    Source(long end) {
        this.end = end;
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
    abstract int active();

    /// When the next request is due; [Long#MAX_VALUE] when none will be.
    final long nextDue() {
        long due = next();
        return due < end ? due : Long.MAX_VALUE;
    }

    /// Whether a request of that time would still be due.
    final boolean isBeforeEnd(long due) {
        return due < end;
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
