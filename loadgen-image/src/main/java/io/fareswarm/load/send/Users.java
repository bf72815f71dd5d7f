package io.fareswarm.load.send;

import java.util.ArrayList;
import java.util.List;

import io.fareswarm.load.pace.UserPace;

/// The closed model: each user has a slot; it sends, awaits the answer, waits, repeats.
final class Users implements Source {
    /// A user without a connection tries again after this at the earliest, however short its wait: a target that refuses
    /// at once would otherwise be asked as fast as the loop turns.
    static final long PAUSE_UNCONNECTED = 100_000_000L;

    private final UserPace pace;
    private final Exchanges exchanges;
    private final List<Slot> spawned = new ArrayList<>();
    private final DueHeap waiting = new DueHeap();
    private long nextSpawn;
    private long end;

    Users(UserPace pace, Exchanges exchanges, long end) {
        this.pace = pace;
        this.exchanges = exchanges;
        this.end = end;
        nextSpawn = pace.count() == 0 ? Long.MAX_VALUE : pace.spawn(0);
    }

    @Override
    public long nextDue() {
        long due = Math.min(nextSpawn, waiting.firstDue());
        return due < end ? due : Long.MAX_VALUE;
    }

    @Override
    public void startDue(long now) {
        for (int left = MOST_IN_A_TURN; left > 0 && nextDue() <= now; left--) {
            if (nextSpawn <= waiting.firstDue()) {
                spawn();
            } else {
                long due = waiting.firstDue();
                Slot slot = spawned.get(waiting.removeFirst());
                exchanges.start(slot, due);
            }
        }
    }

    private void spawn() {
        long due = nextSpawn;
        exchanges.start(newUser(), due);
    }

    private Slot newUser() {
        int index = spawned.size();
        Slot slot = new Slot(index);
        slot.source = pace.number(index);
        spawned.add(slot);
        nextSpawn = index + 1 < pace.count() ? pace.spawn(index + 1) : Long.MAX_VALUE;
        return slot;
    }

    @Override
    public void ended(Slot slot, long done, End how) {
        long pause = pace.pause(slot.index, slot.number);
        if (how == End.UNCONNECTED) {
            pause = Math.max(pause, PAUSE_UNCONNECTED);
        }
        slot.number++;
        long due = done + pause;
        if (due >= end) {
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
    public void endAt(long newEnd) {
        end = Math.min(end, newEnd);
    }

    @Override
    public void dropRest(long now) {
        while (nextDue() != Long.MAX_VALUE) {
            if (nextSpawn <= waiting.firstDue()) {
                exchanges.drop(newUser().source, 0, now);
            } else {
                Slot slot = spawned.get(waiting.removeFirst());
                exchanges.drop(slot.source, slot.number, now);
            }
        }
    }

    @Override
    public int active() {
        return spawned.size();
    }
}
