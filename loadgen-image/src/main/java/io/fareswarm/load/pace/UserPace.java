package io.fareswarm.load.pace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Durations;
import io.fareswarm.api.Load;
import io.fareswarm.api.worker.LoadChange;

/// The closed model: users who come and leave in the course of time, and wait or keep a beat. Users are called by their
/// numbers in the whole run; each comes no earlier than those before it. Pure: what it says depends on its arguments alone.
public final class UserPace implements Pace {
    /// Keeps the waits' draws apart from those of the requests, so that a task more or less shifts no wait.
    private static final long WAITS = 0x77616974L;

    /// Likewise the rests.
    private static final long RESTS = 0x72657374L;

    private static final int MAX_USERS = 1_000_000;

    /// A worker's number has fewer incarnations than 2 to this power.
    private static final int INCARNATIONS = 16;

    private static final long LONGEST_WAIT = Duration.ofDays(1).toNanos();

    private final long waitSeed;
    private final Deal deal;
    private final Course course;
    private final long shortest;
    private final long longest;
    /// Nanoseconds from one cycle to the next; 0 for users who wait after their answers.
    private final double cycle;

    /// @param changes of a number of users
    /// @param warmup nanoseconds before the stages
    /// @throws IllegalArgumentException when a count, a rate or a wait is out of its bounds
    UserPace(Load.Users users, List<LoadChange> changes, long warmup, long seed, Deal deal) {
        this.waitSeed = seed ^ WAITS;
        this.deal = deal;
        this.course = course(users, changes, warmup);
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

    private static Course course(Load.Users users, List<LoadChange> changes, long warmup) {
        if ((users.count() == null) == (users.stages() == null)) {
            throw new IllegalArgumentException("expected exactly one of count, stages in users, found " + users);
        }
        Course.Builder course = new Course.Builder();
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
            Pace.add(course, stage.duration(), stage.to(), stage.shape());
        }
        return course.hold();
    }

    private static void climb(Course.Builder course, @Nullable Integer count, @Nullable Double rate) {
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

    /// How many of this worker's users are there at that time.
    public long active(long time) {
        return deal.share(deal.hand(time), (long) Math.ceil(course.at(time)));
    }

    /// When that user spawns, which is when its first request is due: user k at k / spawnRate, or when a stage brings it;
    /// [Long#MAX_VALUE] when there are never so many.
    public long spawn(long user) {
        return enters(user, 0);
    }

    /// The first instant from `time` on at which that user is there; [Long#MAX_VALUE] when it will not be.
    public long enters(long user, long time) {
        return course.enters(user, time);
    }

    /// When that user, who is there at that time, leaves; [Long#MAX_VALUE] when it stays.
    public long leaves(long user, long time) {
        return course.leaves(user, time);
    }

    /// Until when that user stays this worker's, from a time on at which it is; that time when it is not.
    public long keeps(long user, long time) {
        return deal.keeps(user, time);
    }

    /// The first user from `user` on who spawns as this worker's, at `time` or later; [Long#MAX_VALUE] when none does.
    public long spawning(long user, long time) {
        for (long next = user; spawn(next) != Long.MAX_VALUE; next++) {
            long spawns = spawn(next);
            if (spawns >= time && deal.has(deal.hand(spawns), next)) {
                return next;
            }
        }
        return Long.MAX_VALUE;
    }

    /// The users who spawned before a time and are this worker's from then on.
    ///
    /// @param before whether those are among them who were this worker's already
    public List<Long> present(long time, boolean before) {
        List<Long> users = new ArrayList<>();
        int hand = deal.hand(time);
        if (deal.shares(hand)) {
            for (long user = deal.next(hand, 0); spawn(user) < time; user += deal.workers(hand)) {
                if (before || !deal.has(hand - 1, user)) {
                    users.add(user);
                }
            }
        }
        return users;
    }

    /// When users are dealt out anew, after a time.
    public List<Long> dealt(long time) {
        return IntStream.range(0, deal.hands()).mapToObj(deal::begins).filter(begins -> begins > time).toList();
    }

    /// Tells the turns apart in which a user was some worker's: each turn begins with another number.
    ///
    /// @param from when it began
    /// @param incarnation counts the workers who had the user before in the same hand
    public long turn(long from, int incarnation) {
        return ((long) deal.hand(from) << INCARNATIONS) + incarnation;
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
    public long rest(long user) {
        return Math.unsignedMultiplyHigh(Keys.of(waitSeed ^ RESTS, user, 0), Math.max(longest, Phases.SECOND));
    }

    /// How long that user waits after its request number `iteration` has ended, nanoseconds, both ends included.
    public long pause(long user, long iteration) {
        if (shortest == longest) {
            return longest;
        }
        long bits = Keys.of(waitSeed, user, iteration);
        // The high half of the product is uniform on 0 … span - 1 up to 2^-17 even for a span of a day.
        return shortest + Math.unsignedMultiplyHigh(bits, longest - shortest + 1);
    }
}
