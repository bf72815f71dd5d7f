package io.fareswarm.load.send;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.pace.Pacer;
import io.fareswarm.load.pace.UserPacer;
import io.fareswarm.load.pace.UserSchedule;
import io.fareswarm.load.traffic.RequestGenerator;

/// Request source of the closed model. Each user has a slot. It sends a request, awaits the response, waits, and
/// repeats.
final class UserSource extends RequestSource {
    /// Minimum time between two attempts of a user to connect, in nanoseconds, however short its wait. Without it, a
    /// target that rejects connections at once would get attempts as fast as the loop can make them.
    static final long PAUSE_UNCONNECTED = 100_000_000L;

    private UserPacer pacer;
    /// When the worker begins to send.
    private final long from;
    private final List<ConnectionSlot> slots = new ArrayList<>();
    private final PriorityQueue<ConnectionSlot> waiting = new PriorityQueue<>(
            Comparator.comparingLong(slot -> user(slot).starts()));
    private long nextSpawn;

    /// @param from when this worker begins to send; earlier requests belong to another worker
    /// @param attempt number of workers that had the users before
    UserSource(UserPacer pacer, RequestGenerator generator, Recorder recorder, long from, int attempt, long end,
            long requests, long lead) {
        super(generator, recorder, end, requests, lead);
        this.pacer = pacer;
        this.from = from;
        nextSpawn = spawn(0);
        while (nextSpawn < from) {
            await(add(new UserSchedule(pacer, slots.size(), from, attempt)));
        }
    }

    private static UserSchedule user(ConnectionSlot slot) {
        return Objects.requireNonNull(slot.user);
    }

    /// The time at which a user starts; [Long#MAX_VALUE] if the worker has fewer users.
    private long spawn(int index) {
        return index < pacer.count() ? pacer.activeFrom(index, 0) : Long.MAX_VALUE;
    }

    private ConnectionSlot add(UserSchedule user) {
        ConnectionSlot slot = new ConnectionSlot(user);
        slots.add(slot);
        nextSpawn = spawn(slots.size());
        return slot;
    }

    /// Queues the user for its next request, unless that is due after the end.
    private void await(ConnectionSlot slot) {
        if (user(slot).starts() < end()) {
            waiting.add(slot);
        }
    }

    @Override
    void change(Pacer newPacer, long now) {
        pacer = (UserPacer) newPacer;
        waiting.clear();
        for (ConnectionSlot slot : slots) {
            UserSchedule user = user(slot);
            if (slot.hasRequest()) {
                user.revise(pacer);
            } else {
                user.reviseIdle(pacer, now);
                closeIfLeft(slot, now);
                await(slot);
            }
        }
        nextSpawn = spawn(slots.size());
    }

    /// Closes the connection of a user that is inactive and does not start soon.
    private void closeIfLeft(ConnectionSlot slot, long now) {
        if (user(slot).isInactiveAt(now) && user(slot).starts() > now + lead()) {
            ConnectionPool.close(slot);
            slot.state = ConnectionSlot.State.IDLE;
        }
    }

    private long firstStart() {
        ConnectionSlot first = waiting.peek();
        return first == null ? Long.MAX_VALUE : user(first).starts();
    }

    @Override
    long next() {
        return Math.min(nextSpawn, firstStart());
    }

    @Override
    long firstRequest(int index) {
        // The users that the worker took over are the first ones. They start at different times.
        return index < slots.size() ? from : nextSpawn;
    }

    /// Returns the slot of a user; null if the user sends no more. A new user waits for its start in it.
    @Override
    @Nullable
    ConnectionSlot takeAhead(int index) {
        if (index < slots.size()) {
            ConnectionSlot known = slots.get(index);
            return user(known).starts() < end() ? known : null;
        }
        ConnectionSlot slot = add(new UserSchedule(pacer, index));
        await(slot);
        return slot;
    }

    @Override
    ConnectionSlot takeNext(long now) {
        return assign(take());
    }

    private ConnectionSlot assign(ConnectionSlot slot) {
        UserSchedule user = user(slot);
        return assign(slot, user.number(), user.iteration(), user.due(), user.free());
    }

    @Override
    void dropNext(long now) {
        UserSchedule user = user(take());
        drop(user.number(), user.iteration(), user.remaining(end()), now);
    }

    /// Removes the user with the next request from the queue. This is a new user if its start time has come.
    private ConnectionSlot take() {
        return nextSpawn > firstStart() ? waiting.remove() : add(new UserSchedule(pacer, slots.size()));
    }

    @Override
    boolean ended(ConnectionSlot slot) {
        if (isSpent()) {
            return false;
        }
        UserSchedule user = user(slot);
        RequestFailure failure = slot.failure;
        long rest = failure != null && failure.isUnconnected() ? PAUSE_UNCONNECTED : 0;
        long missed = user.ended(slot.done, rest, end());
        drop(user.number(), user.iteration() - missed, missed, slot.done);
        closeIfLeft(slot, slot.done);
        // After a failure even a user without a wait is queued. Otherwise failing starts would keep the loop busy forever.
        if (failure == null && user.starts() <= slot.done && user.starts() < end()) {
            assign(slot);
            return true;
        }
        await(slot);
        return false;
    }

    @Override
    long active(long now) {
        return pacer.active(now);
    }
}
