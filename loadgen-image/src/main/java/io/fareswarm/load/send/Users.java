package io.fareswarm.load.send;

import java.util.ArrayList;
import java.util.List;

import io.fareswarm.load.pace.UserPace;

/// The closed model: each user has a slot; it sends, awaits the answer, waits, repeats.
final class Users extends Source {
    /// A user without a connection tries again after this at the earliest, however short its wait: a target that refuses
    /// at once would otherwise be asked as fast as the loop turns.
    static final long PAUSE_UNCONNECTED = 100_000_000L;

    private final UserPace pace;
    private final Exchanges exchanges;
    private final List<Slot> spawned = new ArrayList<>();
    private final DueHeap waiting = new DueHeap();
    private long nextSpawn;

    Users(UserPace pace, Exchanges exchanges, long end) {
        super(end);
        this.pace = pace;
        this.exchanges = exchanges;
        nextSpawn = pace.count() == 0 ? Long.MAX_VALUE : pace.spawn(0);
    }

    @Override
    long next() {
        return Math.min(nextSpawn, waiting.firstDue());
    }

    @Override
    void startNext(long now) {
        long due = next();
        exchanges.start(take(), due);
    }

    @Override
    void dropNext(long now) {
        Slot slot = take();
        exchanges.drop(slot.source, slot.number, now);
    }

    /// The user who is due next, and no longer waits then; a new one when its time has come.
    private Slot take() {
        if (nextSpawn > waiting.firstDue()) {
            return spawned.get(waiting.removeFirst());
        }
        int index = spawned.size();
        Slot slot = new Slot(index);
        slot.source = pace.number(index);
        spawned.add(slot);
        nextSpawn = index + 1 < pace.count() ? pace.spawn(index + 1) : Long.MAX_VALUE;
        return slot;
    }

    @Override
    void ended(Slot slot, long done, End how) {
        long pause = pace.pause(slot.index, slot.number);
        if (how == End.UNCONNECTED) {
            pause = Math.max(pause, PAUSE_UNCONNECTED);
        }
        slot.number++;
        long due = done + pause;
        if (!isBeforeEnd(due)) {
            return;
        }
        // After a failure even a user without a wait goes through the heap: what fails while it starts would nest.
        if (pause == 0 && how == End.ANSWERED) {
            exchanges.start(slot, due);
        } else {
            waiting.add(due, slot.index);
        }
    }

    @Override
    int active() {
        return spawned.size();
    }
}
