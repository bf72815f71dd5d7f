package io.fareswarm.load.send;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.pace.Pacer;
import io.fareswarm.load.traffic.RequestGenerator;

/// Source of requests: decides which slot sends which request, and when. It counts the requests that were due but never
/// started. Times are nanoseconds from the start barrier.
abstract sealed class RequestSource permits UserSource, ArrivalSource {
    private final RequestGenerator generator;
    private final Recorder recorder;
    /// End of the duration: no request is due at or after it.
    private long end;
    /// Maximum number of requests that start.
    private final long requests;
    /// Number of requests that may still start.
    private long left;
    /// How long before its first request a connection is opened; 0 if the request opens it.
    private final long lead;
    /// Number of connections that were opened ahead.
    private int opened;

    /// @param requests maximum number of requests that start
    /// @param lead nanoseconds from the opening of a connection to its first request; 0 if the request opens it
    RequestSource(RequestGenerator generator, Recorder recorder, long end, long requests, long lead) {
        this.generator = generator;
        this.recorder = recorder;
        this.end = end;
        this.requests = requests;
        this.left = requests;
        this.lead = lead;
    }

    /// The time at which the next request is due, even if it is after the end; [Long#MAX_VALUE] if there is none.
    abstract long next();

    /// Takes the next request. Returns its slot, which must start at once; null if the request was dropped at the limit
    /// on requests in flight.
    abstract @Nullable ConnectionSlot takeNext(long now);

    /// Counts the next request as dropped.
    abstract void dropNext(long now);

    /// The time of the first request of the connection number `index`, in the order in which connections are opened ahead;
    /// [Long#MAX_VALUE] if no more are.
    abstract long firstRequest(int index);

    /// Returns the slot of the connection number `index`, which is opened ahead now; null if it will have no request.
    abstract @Nullable ConnectionSlot takeAhead(int index);

    /// Handles the end of a slot's request. Returns whether the slot already has its next request, which must start at
    /// once.
    abstract boolean ended(ConnectionSlot slot);

    /// Number of active users; in the open model, of requests in flight.
    abstract long active(long now);

    /// Replaces the pacer. Both pacers agree until `now`. The end is already set.
    abstract void change(Pacer newPacer, long now);

    /// Replaces the pacer and the end.
    final void change(Pacer newPacer, long newEnd, long now) {
        end = newEnd;
        change(newPacer, now);
    }

    /// The time at which the next request is due; [Long#MAX_VALUE] if no request will start.
    final long nextDue() {
        long due = next();
        return due < end && left > 0 ? due : Long.MAX_VALUE;
    }

    /// The time at which the next connection is to be opened ahead of its first request; [Long#MAX_VALUE] if there is none.
    final long nextOpening() {
        long first = lead == 0 || opened >= requests ? Long.MAX_VALUE : firstRequest(opened);
        return first < end ? first - lead : Long.MAX_VALUE;
    }

    /// Returns the slot whose connection is opened next; null if it will have no request.
    final @Nullable ConnectionSlot takeOpening() {
        return takeAhead(opened++);
    }

    final long end() {
        return end;
    }

    /// Nanoseconds from the opening of a connection to its first request; 0 if the request opens it.
    final long lead() {
        return lead;
    }

    /// Whether the maximum number of requests has started.
    final boolean isSpent() {
        return left == 0;
    }

    /// Assigns the request with the key (source, number) to the slot, and counts it as started.
    protected final ConnectionSlot assign(ConnectionSlot slot, long source, long number, long due, long free) {
        left--;
        slot.source = source;
        slot.number = number;
        slot.due = due;
        slot.free = free;
        return slot;
    }

    /// Counts `count` requests of a source, from number `first` on, as dropped.
    protected final void drop(long source, long first, long count, long now) {
        for (long number = first; number < first + count; number++) {
            recorder.dropped(generator.task(source, number), now);
        }
    }

    /// Moves the end of the duration to an earlier time; a later time has no effect.
    final void endAt(long newEnd) {
        end = Math.min(end, newEnd);
    }

    /// Counts the requests that were due before the end but have not started as dropped. Only a loop that is far behind
    /// has such requests.
    final void dropRest(long now) {
        while (nextDue() != Long.MAX_VALUE) {
            dropNext(now);
        }
    }
}
