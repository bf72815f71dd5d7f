package io.fareswarm.load.send;

import java.util.ArrayList;
import java.util.List;

import io.fareswarm.load.pace.Pace;
import io.fareswarm.load.pace.User;
import io.fareswarm.load.pace.UserPace;

/// The closed model: each user has a slot; it sends, awaits the answer, waits, repeats.
final class Users extends Source {
    /// A user without a connection tries again after this at the earliest, however short its wait: a target that refuses
    /// at once would otherwise be asked as fast as the loop turns.
    static final long PAUSE_UNCONNECTED = 100_000_000L;

    private UserPace pace;
    private final List<User> users = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();
    private final DueHeap waiting = new DueHeap();
    private final long from;
    private final int incarnation;
    /// Who comes next, and when.
    private long nextUser;
    private long nextSpawn;
    /// The first user, of whichever worker, who has not come as this one's and may yet do so.
    private long firstToCome;
    /// Until when those are there who others had before.
    private long dealtUntil;

    /// @param from what was due before is another worker's
    /// @param incarnation counts the workers of this one's number before it
    Users(UserPace pace, Exchanges exchanges, long from, int incarnation, long end, long requests) {
        super(exchanges, end, requests);
        this.pace = pace;
        this.from = from;
        this.incarnation = incarnation;
        dealtUntil = from;
        pace.present(from, true).forEach(user -> takeUp(user, from));
        deal();
        awaitSpawn();
    }

    private Slot add(User user) {
        Slot slot = new Slot(slots.size());
        slot.source = user.number();
        users.add(user);
        slots.add(slot);
        return slot;
    }

    private void awaitSpawn() {
        nextUser = pace.spawning(firstToCome, from);
        nextSpawn = nextUser == Long.MAX_VALUE ? nextUser : pace.spawn(nextUser);
    }

    /// A user who was another worker's until then.
    private void takeUp(long user, long time) {
        await(add(new User(pace, user, time, incarnation)));
    }

    /// Takes up those who become this worker's later.
    private void deal() {
        for (long time : pace.dealt(dealtUntil)) {
            pace.present(time, false).forEach(user -> takeUp(user, time));
            dealtUntil = time;
        }
    }

    /// Its user's next request will come, unless that is after the end.
    private void await(Slot slot) {
        long starts = users.get(slot.index).starts();
        if (starts < end()) {
            waiting.add(starts, slot.index);
        }
    }

    @Override
    void change(Pace newPace, long now) {
        pace = (UserPace) newPace;
        waiting.clear();
        for (Slot slot : slots) {
            User user = users.get(slot.index);
            if (user.from() > now) {
                users.set(slot.index, new User(pace, user.number(), user.from(), incarnation));
                await(slot);
            } else if (slot.state == Slot.State.IDLE) {
                user.pacedAtRest(pace, now);
                if (user.leftAt(now)) {
                    exchanges.release(slot);
                }
                await(slot);
            } else {
                user.paced(pace);
            }
        }
        deal();
        awaitSpawn();
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
        Slot slot = add(new User(pace, nextUser));
        firstToCome = nextUser + 1;
        awaitSpawn();
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
