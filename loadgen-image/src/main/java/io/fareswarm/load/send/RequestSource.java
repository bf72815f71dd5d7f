package io.fareswarm.load.send;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.pace.Pacer;
import io.fareswarm.load.traffic.RequestGenerator;

/// The order of requests: which slot sends which request, and when. It counts those that were due but never started. Times
/// are nanoseconds from the start barrier.
abstract sealed class RequestSource permits UserSource, ArrivalSource {
    private final RequestGenerator generator;
    private final Recorder recorder;
    /// Nothing is due at or after that time.
    private long end;
    /// How many requests may still start.
    private long left;

    /// @param requests how many start at most
    RequestSource(RequestGenerator generator, Recorder recorder, long end, long requests) {
        this.generator = generator;
        this.recorder = recorder;
        this.end = end;
        this.left = requests;
    }

    /// When the next request is due, also after the end; [Long#MAX_VALUE] when none is.
    abstract long next();

    /// Takes the next request. Returns its slot, to start at once; null when it was dropped at the bound on requests in
    /// flight.
    abstract @Nullable ConnectionSlot takeNext(long now);

    /// Counts the next request as dropped.
    abstract void dropNext(long now);

    /// Takes the end of a slot's request. Returns whether the slot has its next one already, to start at once.
    abstract boolean ended(RequestOutcome outcome);

    /// How many users are active; requests in flight in the open model.
    abstract long active(long now);

    /// Continues with another pacer, which differs from the one before only after `now`. The end is set already.
    abstract void change(Pacer newPacer, long now);

    /// Continues with another pacer and another end.
    final void change(Pacer newPacer, long newEnd, long now) {
        end = newEnd;
        change(newPacer, now);
    }

    /// When the next request is due; [Long#MAX_VALUE] when none will start.
    final long nextDue() {
        long due = next();
        return due < end && left > 0 ? due : Long.MAX_VALUE;
    }

    final long end() {
        return end;
    }

    /// Whether as many requests have started as may.
    final boolean isSpent() {
        return left == 0;
    }

    /// Gives the slot its request (source, number), which counts as started.
    protected final ConnectionSlot assign(ConnectionSlot slot, long source, long number, long due, long free) {
        left--;
        slot.source = source;
        slot.number = number;
        slot.due = due;
        slot.free = free;
        return slot;
    }

    /// Counts `count` requests of a source, from number `first` on, as due but never started.
    protected final void drop(long source, long first, long count, long now) {
        for (long number = first; number < first + count; number++) {
            recorder.dropped(generator.task(source, number), now);
        }
    }

    /// Moves the end forward: nothing is due at or after that time, nor after the end before.
    final void endAt(long newEnd) {
        end = Math.min(end, newEnd);
    }

    /// Counts as dropped what was due before the end and has not started. Only a loop that is far behind has any.
    final void dropRest(long now) {
        while (nextDue() != Long.MAX_VALUE) {
            dropNext(now);
        }
    }
}
