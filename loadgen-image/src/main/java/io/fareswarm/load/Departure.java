package io.fareswarm.load;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.pace.Phases;
import io.fareswarm.load.send.SendLoop;
import io.fareswarm.protocol.WorkerStatus.Leaving;

/// How a leaving worker ends its part of a started run. It stops to send in time for everything that has to follow before its
/// process is killed, or at an earlier second if another worker continues. Times are nanoseconds from the start barrier.
/// Guarded by the lock of [WorkerRun].
final class Departure {
    /// Time before the end of the process in which the worker closes its last second and hands its total over.
    private static final long HAND_OVER_NANOS = 5 * Phases.SECOND;
    /// Time before that in which the requests in flight may end, if no other worker continues.
    private static final long IN_FLIGHT_NANOS = 10 * Phases.SECOND;

    private final SendLoop loop;
    private final long abandonAt;
    private long until;
    private boolean ordered;

    /// @param from when the worker begins to send
    /// @param killedAt end of the process
    Departure(SendLoop loop, long from, long now, long killedAt) {
        this.loop = loop;
        abandonAt = killedAt - HAND_OVER_NANOS;
        until = Math.max((abandonAt - IN_FLIGHT_NANOS) / Phases.SECOND, Math.max(from, now) / Phases.SECOND + 1);
        loop.leaveAt(until * Phases.SECOND, abandonAt);
    }

    /// The second at which the worker stops; null when it has completed its share.
    Leaving leaving() {
        boolean isComplete = loop.isDraining() && !loop.handsOver();
        return isComplete ? new Leaving(null, false) : new Leaving(until, ordered);
    }

    /// Stops to send at the beginning of a second, from which another worker sends the share. A repetition has no effect.
    ///
    /// @return why the second is not possible; null if it is
    @Nullable
    String handOver(long second, long now) {
        if (leaving().equals(new Leaving(second, true))) {
            return null;
        }
        if (second > until || second * Phases.SECOND <= now || loop.isDraining()) {
            return "expected a second in the future up to " + until + " of a worker that sends, found " + second
                    + "; begin with the other worker when this one has stopped";
        }
        until = second;
        ordered = true;
        loop.leaveAt(until * Phases.SECOND, abandonAt);
        return null;
    }
}
