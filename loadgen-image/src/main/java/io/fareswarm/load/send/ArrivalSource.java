package io.fareswarm.load.send;

import java.util.ArrayDeque;
import java.util.Deque;

import io.fareswarm.load.pace.ArrivalPacer;
import io.fareswarm.load.pace.Pacer;
import io.fareswarm.load.traffic.RequestGenerator;

/// The open model: requests start on their schedule, each on the connection used last that is free. At the bound on
/// requests in flight they are dropped at once.
final class ArrivalSource extends RequestSource {
    private ArrivalPacer pace;
    private final Deque<Slot> free = new ArrayDeque<>();
    private long next;
    private long nextDue;
    private int inFlight;

    /// @param from what was due before is another worker's
    ArrivalSource(ArrivalPacer pace, RequestCycle exchanges, long from, long end, long requests) {
        super(exchanges, end, requests);
        this.pace = pace;
        next = pace.first(from);
        nextDue = pace.due(next);
    }

    @Override
    void change(Pacer newPace, long now) {
        pace = (ArrivalPacer) newPace;
        nextDue = pace.due(next);
    }

    @Override
    long next() {
        return nextDue;
    }

    @Override
    void startNext(long now) {
        if (inFlight == pace.maxInFlight()) {
            dropNext(now);
            return;
        }
        long due = nextDue;
        Slot slot = free.isEmpty() ? new Slot(0) : free.pop();
        slot.source = RequestGenerator.ARRIVALS;
        slot.number = take();
        inFlight++;
        start(slot, due, due);
    }

    @Override
    void dropNext(long now) {
        drop(RequestGenerator.ARRIVALS, take(), 1, now);
    }

    /// The number of the next request, which is no longer the next one then.
    private long take() {
        long number = pace.number(next);
        nextDue = pace.due(++next);
        return number;
    }

    @Override
    void ended(Slot slot, long done, End how) {
        inFlight--;
        free.push(slot);
    }

    @Override
    long active(long now) {
        return inFlight;
    }
}
