package io.fareswarm.load.send;

/// When a send loop ends: the duration, sending, and the wait for requests in flight. Times are nanoseconds from the start
/// barrier. Immutable.
///
/// @param duration end of the duration
/// @param until when the loop stops to send because another worker continues; [Long#MAX_VALUE] if it does not leave
/// @param gracefulStop maximum time of requests in flight after the end of sending
/// @param abandon when a leaving loop no longer waits for requests in flight; [Long#MAX_VALUE] if it does not leave
record LoopEnds(long duration, long until, long gracefulStop, long abandon) {
    /// The ends of a loop that does not leave.
    static LoopEnds of(long duration, long gracefulStop) {
        return new LoopEnds(duration, Long.MAX_VALUE, gracefulStop, Long.MAX_VALUE);
    }

    /// When the loop stops to send: no request is due at or after it.
    long sending() {
        return Math.min(duration, until);
    }

    /// When the loop no longer waits for requests in flight.
    long waiting() {
        return Math.min(sending() + gracefulStop, abandon);
    }

    /// Whether another worker sends the rest of the share.
    boolean handsOver() {
        return until < duration;
    }

    LoopEnds withDuration(long end) {
        return new LoopEnds(end, until, gracefulStop, abandon);
    }

    LoopEnds leaving(long at, long abandonAt) {
        return new LoopEnds(duration, at, gracefulStop, abandonAt);
    }
}
