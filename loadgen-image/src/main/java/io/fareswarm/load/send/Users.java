package io.fareswarm.load.send;

import java.util.ArrayList;
import java.util.List;

import io.fareswarm.load.pace.User;
import io.fareswarm.load.pace.UserPace;

/// The closed model: each user has a slot; it sends, awaits the answer, waits, repeats.
final class Users extends Source {
    /// A user without a connection tries again after this at the earliest, however short its wait: a target that refuses
    /// at once would otherwise be asked as fast as the loop turns.
    static final long PAUSE_UNCONNECTED = 100_000_000L;

    private final UserPace pace;
    private final List<User> users = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();
    private final DueHeap waiting = new DueHeap();
    private long nextSpawn;

    Users(UserPace pace, Exchanges exchanges, long end, long requests) {
        super(exchanges, end, requests);
        this.pace = pace;
        nextSpawn = pace.count() == 0 ? Long.MAX_VALUE : pace.spawn(0);
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
        User user = users.get(slot.index);
        slot.number = user.iteration();
        start(slot, user.due(), user.free());
    }

    @Override
    void dropNext(long now) {
        User user = users.get(take().index);
        drop(user.number(), user.iteration(), user.remaining(end()), now);
    }

    /// The user who is due next, and no longer waits then; a new one when its time has come.
    private Slot take() {
        if (nextSpawn > waiting.firstDue()) {
            return slots.get(waiting.removeFirst());
        }
        int index = slots.size();
        User user = new User(pace, index);
        Slot slot = new Slot(index);
        slot.source = user.number();
        users.add(user);
        slots.add(slot);
        nextSpawn = index + 1 < pace.count() ? pace.spawn(index + 1) : Long.MAX_VALUE;
        return slot;
    }

    @Override
    void ended(Slot slot, long done, End how) {
        if (isSpent()) {
            return;
        }
        User user = users.get(slot.index);
        long missed = user.ended(done, how == End.UNCONNECTED ? PAUSE_UNCONNECTED : 0, end());
        drop(user.number(), user.iteration() - missed, missed, done);
        if (user.leftAt(done)) {
            exchanges.release(slot);
        }
        if (user.starts() >= end()) {
            return;
        }
        // After a failure even a user without a wait goes through the heap: what fails while it starts would nest.
        if (user.starts() <= done && how == End.ANSWERED) {
            start(slot);
        } else {
            waiting.add(user.starts(), slot.index);
        }
    }

    @Override
    long active(long now) {
        return pace.active(now);
    }
}
