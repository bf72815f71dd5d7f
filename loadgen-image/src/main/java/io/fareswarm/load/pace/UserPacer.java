package io.fareswarm.load.pace;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Durations;
import io.fareswarm.api.Load;
import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.Slice;

/// The closed model: users who come and leave in the course of time, and wait or keep a beat. Of all users, worker w of W
/// has w, w + W, …; this class counts its own ones from 0 (their index). Pure: what it says depends on its arguments alone.
public final class UserPacer implements Pacer {
    /// Keeps the waits' draws apart from those of the requests, so that a task more or less shifts no wait.
    private static final long WAITS = 0x77616974L;

    /// Likewise the rests.
    private static final long RESTS = 0x72657374L;

    private static final int MAX_USERS = 1_000_000;

    private static final long LONGEST_WAIT = Duration.ofDays(1).toNanos();

    private final long waitSeed;
    private final int worker;
    private final int workers;
    private final LoadProfile course;
    private final int count;
    private final long shortest;
    private final long longest;
    /// Nanoseconds from one cycle to the next; 0 for users who wait after their answers.
    private final double cycle;

    /// @param changes of a number of users
    /// @param warmup nanoseconds before the stages
    /// @throws IllegalArgumentException when a count, a rate or a wait is out of its bounds
    UserPacer(Load.Users users, List<LoadChange> changes, long warmup, long seed, int worker, int workers) {
        this.waitSeed = seed ^ WAITS;
        this.worker = worker;
        this.workers = workers;
        this.course = course(users, changes, warmup);
        // As active() does: a level between two whole numbers has the user who is on the way.
        this.count = (int) Slice.share((long) Math.ceil(course.peak()), worker, workers);
        Load.Wait wait = users.pause();
        if (wait == null || Stream.of(wait.between(), wait.constant(), wait.pacing(), wait.throughput())
                .filter(Objects::nonNull).count() != 1) {
            throw new IllegalArgumentException(
                    "expected exactly one of between, constant, pacing, throughput in users.wait, found " + wait);
        }
        this.cycle = wait.pacing() != null
                ? nanos(wait.pacing())
                : wait.throughput() != null ? 1e9 / wait.throughput() : 0;
        boolean onBeat = wait.pacing() != null || wait.throughput() != null;
        if (onBeat && !(cycle >= 1 && cycle < Long.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "expected users.wait with a pacing or a throughput above 0, found " + wait);
        }
        this.shortest = onBeat ? 0 : nanos(wait.between() != null ? wait.between().min() : wait.constant());
        this.longest = onBeat ? 0 : nanos(wait.between() != null ? wait.between().max() : wait.constant());
        if (shortest > longest || longest > LONGEST_WAIT) {
            throw new IllegalArgumentException("expected users.wait with min <= max <= 24h, found " + wait);
        }
    }

    private static LoadProfile course(Load.Users users, List<LoadChange> changes, long warmup) {
        if ((users.count() == null) == (users.stages() == null)) {
            throw new IllegalArgumentException("expected exactly one of count, stages in users, found " + users);
        }
        LoadProfile.Builder course = new LoadProfile.Builder();
        if (users.count() != null) {
            climb(course, users.count(), users.spawnRate());
            for (LoadChange change : changes) {
                climb(course.until(change.second() * Phases.SECOND), change.users(), change.spawnRate());
            }
            return course.hold();
        }
        course.step(users.stages().getFirst().to(), warmup).step(0, 0);
        for (Load.UserStage stage : users.stages()) {
            if (stage.to() < 0 || stage.to() > MAX_USERS) {
                throw new IllegalArgumentException(
                        "expected users.stages to 0 to " + MAX_USERS + " users, found " + stage.to());
            }
            Pacer.add(course, stage.duration(), stage.to(), stage.shape());
        }
        return course.hold();
    }

    private static void climb(LoadProfile.Builder course, @Nullable Integer count, @Nullable Double rate) {
        double spawnRate = rate == null ? Load.Users.DEFAULT_SPAWN_RATE : rate;
        if (count == null || count < 1 || count > MAX_USERS || !(spawnRate > 0)) {
            throw new IllegalArgumentException("expected users.count from 1 to " + MAX_USERS
                    + " and users.spawnRate above 0, found " + count + " and " + spawnRate);
        }
        course.climb(count, spawnRate);
    }

    private static long nanos(@Nullable String time) {
        return Durations.parse(String.valueOf(time)).toNanos();
    }

    /// How many users this worker has at most at one time.
    public int count() {
        return count;
    }

    /// How many of this worker's users are there at that time.
    public long active(long time) {
        return Slice.share((long) Math.ceil(course.at(time)), worker, workers);
    }

    /// The number in the whole run of this worker's user `index`.
    public long number(int index) {
        return worker + (long) index * workers;
    }

    /// When that user spawns, which is when its first request is due: user k at k / spawnRate, or when a stage brings it.
    public long spawn(int index) {
        return enters(index, 0);
    }

    /// The first instant from `time` on at which that user is there; [Long#MAX_VALUE] when it will not be.
    public long enters(int index, long time) {
        return course.enters(number(index), time);
    }

    /// When that user, who is there at that time, leaves; [Long#MAX_VALUE] when it stays.
    public long leaves(int index, long time) {
        return course.leaves(number(index), time);
    }

    /// Whether users start a cycle on a fixed beat instead of waiting after their answers.
    public boolean isOnBeat() {
        return cycle > 0;
    }

    /// Nanoseconds from a user's start until its cycle of that number, 0 first, is due.
    public long cycle(long number) {
        return (long) (number * cycle);
    }

    /// The number of the last cycle that is due so many nanoseconds after a user's start; -1 before the first.
    public long lastCycle(long nanos) {
        long number = nanos < 0 ? -1 : (long) (nanos / cycle);
        while (number >= 0 && cycle(number) > nanos) {
            number--;
        }
        while (nanos >= 0 && cycle(number + 1) <= nanos) {
            number++;
        }
        return number;
    }

    /// Where in its wait that user is when another worker takes it up, nanoseconds: spread over the longest wait, and over a
    /// second at least, so that not all ask at once.
    public long rest(int index) {
        return Math.unsignedMultiplyHigh(KeyedHash.of(waitSeed ^ RESTS, number(index), 0),
                Math.max(longest, Phases.SECOND));
    }

    /// How long that user waits after its request number `iteration` has ended, nanoseconds, both ends included.
    public long pause(int index, long iteration) {
        if (shortest == longest) {
            return longest;
        }
        long bits = KeyedHash.of(waitSeed, number(index), iteration);
        // The high half of the product is uniform on 0 … span - 1 up to 2^-17 even for a span of a day.
        return shortest + Math.unsignedMultiplyHigh(bits, longest - shortest + 1);
    }
}
