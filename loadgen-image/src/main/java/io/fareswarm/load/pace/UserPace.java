package io.fareswarm.load.pace;

import java.time.Duration;

import io.fareswarm.api.Durations;
import io.fareswarm.api.Load;
import io.fareswarm.api.worker.Slice;

/// The closed model: users who spawn at a rate and wait after each answer. Of all users, worker w of W has w, w + W, …;
/// this class counts its own ones from 0 (their index).
public final class UserPace implements Pace {
    /// Keeps the waits' draws apart from those of the requests, so that a task more or less shifts no wait.
    private static final long WAITS = 0x77616974L;

    private static final int MAX_USERS = 1_000_000;

    private static final long LONGEST_WAIT = Duration.ofDays(1).toNanos();

    private final long waitSeed;
    private final int worker;
    private final int workers;
    private final int count;
    private final double spawnRate;
    private final long shortest;
    private final long longest;

    /// @throws IllegalArgumentException when a count, a rate or a wait is out of its bounds
    UserPace(Load.Users users, long seed, int worker, int workers) {
        if (users.count() < 1 || users.count() > MAX_USERS || !(users.spawnRate() > 0)) {
            throw new IllegalArgumentException("expected users.count from 1 to " + MAX_USERS
                    + " and users.spawnRate above 0, found "
                    + users.count() + " and " + users.spawnRate());
        }
        Load.Wait wait = users.pause();
        if (wait == null || (wait.between() == null) == (wait.constant() == null)) {
            throw new IllegalArgumentException(
                    "expected exactly one of between, constant in users.wait, found " + wait);
        }
        this.waitSeed = seed ^ WAITS;
        this.worker = worker;
        this.workers = workers;
        this.count = (int) Slice.share(users.count(), worker, workers);
        this.spawnRate = users.spawnRate();
        this.shortest = Durations.parse(wait.between() != null ? wait.between().min() : wait.constant()).toNanos();
        this.longest = Durations.parse(wait.between() != null ? wait.between().max() : wait.constant()).toNanos();
        if (shortest > longest || longest > LONGEST_WAIT) {
            throw new IllegalArgumentException("expected users.wait with min <= max <= 24h, found " + wait);
        }
    }

    /// How many users this worker has.
    public int count() {
        return count;
    }

    /// The number in the whole run of this worker's user `index`.
    public long number(int index) {
        return worker + (long) index * workers;
    }

    /// When that user spawns, which is when its first request is due: user k at k / spawnRate.
    public long spawn(int index) {
        return (long) (number(index) * 1e9 / spawnRate);
    }

    /// How long that user waits after its request number `iteration` has ended, nanoseconds, both ends included.
    public long pause(int index, long iteration) {
        if (shortest == longest) {
            return longest;
        }
        long bits = Keys.of(waitSeed, number(index), iteration);
        // The high half of the product is uniform on 0 … span - 1 up to 2^-17 even for a span of a day.
        return shortest + Math.unsignedMultiplyHigh(bits, longest - shortest + 1);
    }
}
