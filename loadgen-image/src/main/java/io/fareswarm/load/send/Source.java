package io.fareswarm.load.send;

/// Decides which slot sends which request and when. Times are nanoseconds from the start barrier.
sealed interface Source permits Users, Arrivals {
    /// Requests started, or dropped, in one turn at most, so that answers are not left lying meanwhile.
    int MOST_IN_A_TURN = 256;

    /// How a request ended.
    enum End {
        /// With a whole answer, of whatever status.
        ANSWERED,
        /// Without one.
        FAILED,
        /// Without even a connection.
        UNCONNECTED
    }

    /// When the next request is due; [Long#MAX_VALUE] when none will be.
    long nextDue();

    /// Starts requests that are due by now, at most [#MOST_IN_A_TURN].
    void startDue(long now);

    /// The slot's request has ended.
    void ended(Slot slot, long done, End end);

    /// Nothing is due at or after that time.
    void endAt(long end);

    /// Gives up what was due before the end and is not started yet: counts it as dropped. Only a loop that is far behind
    /// has any.
    void dropRest(long now);

    /// How many users are active; requests in flight in the open model.
    int active();
}
