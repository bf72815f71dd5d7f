package io.fareswarm.load.send;

import java.util.ArrayDeque;
import java.util.Deque;

import io.fareswarm.load.pace.ArrivalPace;
import io.fareswarm.load.traffic.Traffic;

/// The open model: requests start on their schedule, each on the connection used last that is free. At the bound on
/// requests in flight they are dropped at once.
final class Arrivals implements Source {
    private final ArrivalPace pace;
    private final Exchanges exchanges;
    private final Deque<Slot> free = new ArrayDeque<>();
    private long next;
    private long nextDue;
    private long end;
    private int inFlight;

    Arrivals(ArrivalPace pace, Exchanges exchanges, long end) {
        this.pace = pace;
        this.exchanges = exchanges;
        this.end = end;
        nextDue = pace.due(0);
    }

    @Override
    public long nextDue() {
        return nextDue < end ? nextDue : Long.MAX_VALUE;
    }

    @Override
    public void startDue(long now) {
        for (int left = MOST_IN_A_TURN; left > 0 && nextDue() <= now; left--) {
            long due = nextDue;
            long number = pace.number(next);
            nextDue = pace.due(++next);
            if (inFlight == pace.maxInFlight()) {
                exchanges.drop(Traffic.ARRIVALS, number, now);
                continue;
            }
            Slot slot = free.isEmpty() ? new Slot(0) : free.pop();
            slot.source = Traffic.ARRIVALS;
            slot.number = number;
            inFlight++;
            exchanges.start(slot, due);
        }
    }

    @Override
    public void ended(Slot slot, long done, End how) {
        inFlight--;
        free.push(slot);
    }

    @Override
    public void endAt(long newEnd) {
        end = Math.min(end, newEnd);
    }

    @Override
    public void dropRest(long now) {
        while (nextDue() != Long.MAX_VALUE) {
            exchanges.drop(Traffic.ARRIVALS, pace.number(next), now);
            nextDue = pace.due(++next);
        }
    }

    @Override
    public int active() {
        return inFlight;
    }
}
