package io.fareswarm.load.send;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.pace.ArrivalPacer;
import io.fareswarm.load.pace.Pacer;
import io.fareswarm.load.traffic.RequestGenerator;

/// Request source of the open model. Requests start on schedule. The target's addresses take them in turn, each on the address's
/// connection that became free last. A request that becomes due at the limit on requests in flight is dropped at once.
final class ArrivalSource extends RequestSource {
    /// Maximum number of connections that are opened ahead.
    private static final int MOST_AHEAD = 64;

    /// Number of nanoseconds from the first request whose requests count as in flight together, when connections are
    /// opened ahead. Slower targets get more connections later.
    private static final long TOGETHER = 100_000_000L;

    private ArrivalPacer pacer;
    private final Endpoints endpoints;
    /// Slots without a request and without a connection.
    private final Deque<ConnectionSlot> unconnected = new ArrayDeque<>();
    private final long firstDue;
    /// Number of connections that are opened ahead.
    private int ahead;
    /// The times at which the requests after the next one are due, as far as they are computed.
    private final Deque<Long> known = new ArrayDeque<>();
    private long next;
    private long nextDue;
    private int inFlight;

    /// @param from when this worker begins to send; earlier requests belong to another worker
    /// @param endpoints the target's addresses
    ArrivalSource(ArrivalPacer pacer, RequestGenerator generator, Recorder recorder, long from, long end,
            long requests, long lead, Endpoints endpoints) {
        super(generator, recorder, end, requests, lead);
        this.endpoints = endpoints;
        this.pacer = pacer;
        next = pacer.first(from);
        nextDue = pacer.due(next);
        firstDue = nextDue;
        if (lead > 0) {
            lookAhead();
        }
    }

    /// Counts the connections that are opened ahead: for the requests in flight together, and one for each address. A pacer computes due times in their order only, so they are stored.
    private void lookAhead() {
        for (ahead = 1; ahead < Math.min(MOST_AHEAD, pacer.maxInFlight()); ahead++) {
            long due = pacer.due(next + ahead);
            known.add(due);
            if (due >= firstDue + TOGETHER && ahead >= endpoints.count()) {
                return;
            }
        }
    }

    @Override
    void change(Pacer newPacer, long now) {
        ArrivalPacer changed = (ArrivalPacer) newPacer;
        changed.after(pacer);
        pacer = changed;
        known.clear();
        unconnected.addAll(endpoints.closeIdle(pacer.maxInFlight() + 1));
        nextDue = pacer.due(next);
    }

    @Override
    long next() {
        return nextDue;
    }

    @Override
    long firstRequest(int index) {
        return index < ahead ? firstDue : Long.MAX_VALUE;
    }

    @Override
    ConnectionSlot takeAhead(int index) {
        ConnectionSlot slot = new ConnectionSlot(null);
        slot.endpoint = endpoints.after(index);
        slot.endpoint.free.addLast(slot); // the one that began first is open first
        return slot;
    }

    @Override
    @Nullable
    ConnectionSlot takeNext(long now) {
        if (inFlight == pacer.maxInFlight()) {
            dropNext(now);
            return null;
        }
        inFlight++;
        long due = nextDue;
        Endpoint endpoint = endpoints.next();
        ConnectionSlot slot = endpoint.free.poll();
        if (slot == null || slot.channel == null) {
            // The connections of all addresses together are as many as those of one address would be.
            unconnected.addAll(endpoints.closeIdle(pacer.maxInFlight()));
        }
        if (slot == null) {
            slot = unconnected.isEmpty() ? new ConnectionSlot(null) : unconnected.pop();
        }
        slot.endpoint = endpoint;
        return assign(slot, RequestGenerator.ARRIVALS, take(), due, due);
    }

    @Override
    void dropNext(long now) {
        drop(RequestGenerator.ARRIVALS, take(), 1, now);
    }

    /// Removes the next request from the schedule and returns its number in the whole run.
    private long take() {
        long number = pacer.number(next);
        next++;
        nextDue = known.isEmpty() ? pacer.due(next) : known.remove();
        return number;
    }

    @Override
    boolean ended(ConnectionSlot slot) {
        inFlight--;
        (slot.endpoint == null ? unconnected : slot.endpoint.free).push(slot);
        return false;
    }

    @Override
    long active(long now) {
        return inFlight;
    }
}
