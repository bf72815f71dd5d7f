package io.fareswarm.load.send;

import java.util.ArrayList;
import java.util.List;

import io.fareswarm.load.pace.Pacer;
import io.fareswarm.load.pace.UserPacer;
import io.fareswarm.load.pace.UserSchedule;

/// The closed model: each user has a slot; it sends, awaits the answer, waits, repeats.
final class UserSource extends RequestSource {
    /// A user without a connection tries again after this at the earliest, however short its wait: a target that refuses
    /// at once would otherwise be asked as fast as the loop turns.
    static final long PAUSE_UNCONNECTED = 100_000_000L;

    private UserPacer pace;
    private final List<UserSchedule> users = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();
    private final DueHeap waiting = new DueHeap();
    private long nextSpawn;

    /// @param from what was due before is another worker's
    /// @param incarnation counts those who had the users before
    UserSource(UserPacer pace, RequestCycle exchanges, long from, int incarnation, long end, long requests) {
        super(exchanges, end, requests);
        this.pace = pace;
        nextSpawn = spawn(0);
        while (nextSpawn < from) {
            Slot slot = add(new UserSchedule(pace, slots.size(), from, incarnation));
            await(slot);
        }
    }

    /// When that user spawns; never when there are not so many.
    private long spawn(int index) {
        return index < pace.count() ? pace.spawn(index) : Long.MAX_VALUE;
    }

    private Slot add(UserSchedule user) {
        Slot slot = new Slot(slots.size());
        slot.source = user.number();
        users.add(user);
        slots.add(slot);
        nextSpawn = spawn(slots.size());
        return slot;
    }

    /// Its user's next request will come, unless that is after the end.
    private void await(Slot slot) {
        long starts = users.get(slot.index).starts();
        if (starts < end()) {
            waiting.add(starts, slot.index);
        }
    }

    @Override
    void change(Pacer newPace, long now) {
        pace = (UserPacer) newPace;
        waiting.clear();
        for (Slot slot : slots) {
            UserSchedule user = users.get(slot.index);
            if (slot.state == Slot.State.IDLE) {
                user.reviseIdle(pace, now);
                if (user.isInactiveAt(now)) {
                    exchanges.release(slot);
                }
                await(slot);
            } else {
                user.revise(pace);
            }
        }
        nextSpawn = spawn(slots.size());
    }

    @Override
    long next() {
        return Math.min(nextSpawn, waiting.firstDue());
    }

    @Override
    void startNext(long now) {
        start(take());
    }

    private void start(Slot slot) {
        UserSchedule user = users.get(slot.index);
        slot.number = user.iteration();
        start(slot, user.due(), user.free());
    }

    @Override
    void dropNext(long now) {
        UserSchedule user = users.get(take().index);
        drop(user.number(), user.iteration(), user.remaining(end()), now);
    }

    /// The user who is due next, and no longer waits then; a new one when its time has come.
    private Slot take() {
        if (nextSpawn > waiting.firstDue()) {
            return slots.get(waiting.removeFirst());
        }
        return add(new UserSchedule(pace, slots.size()));
    }

    @Override
    void ended(Slot slot, long done, End how) {
        if (isSpent()) {
            return;
        }
        UserSchedule user = users.get(slot.index);
        long missed = user.ended(done, how == End.UNCONNECTED ? PAUSE_UNCONNECTED : 0, end());
        drop(user.number(), user.iteration() - missed, missed, done);
        if (user.isInactiveAt(done)) {
            exchanges.release(slot);
        }
        // After a failure even a user without a wait goes through the heap: what fails while it starts would nest.
        if (user.starts() <= done && user.starts() < end() && how == End.ANSWERED) {
            start(slot);
        } else {
            await(slot);
        }
    }

    @Override
    long active(long now) {
        return pace.active(now);
    }
}
