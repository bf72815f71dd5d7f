package io.fareswarm.load.pace;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Durations;
import io.fareswarm.api.Load;
import io.fareswarm.digest.KeyedHash;
import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.Slice;

/// Schedule of the closed model: when each user is active, and either how long it waits after a response or in which
/// fixed cycle it sends. A user's position counts this worker's users, from 0. Deterministic and immutable; times are
/// nanoseconds.
public final class UserPacer implements Pacer {
    /// Key that makes the draws of waits independent of the draws of requests, so that a change of the tasks changes no
    /// wait.
    private static final long WAITS = 0x77616974L;

    /// Key of the draws of waits after a takeover.
    private static final long TAKEOVERS = 0x72657374L;

    private static final int MAX_USERS = 1_000_000;

    private static final long LONGEST_WAIT = Duration.ofDays(1).toNanos();

    private final long waitSeed;
    private final Slice.Share share;
    private final LoadProfile profile;
    private final int count;
    private final long shortest;
    private final long longest;
    /// Period of a user's requests in nanoseconds; 0 for users that wait after each response.
    private final double cycle;

    /// @param changes changes of a constant number of users
    /// @param warmup warm-up before the stages, in nanoseconds
    /// @throws IllegalArgumentException if a count, a rate or a wait is out of its bounds
    UserPacer(Load.Users users, List<LoadChange> changes, long warmup, long seed, Slice.Share share) {
        this.waitSeed = seed ^ WAITS;
        this.share = share;
        this.profile = profile(users, changes, warmup);
        // Rounded up as in active(): with a level above a whole number, one more user is active.
        this.count = (int) share.of((long) Math.ceil(profile.peak()));
        Load.Wait wait = users.pause();
        if (wait == null || Stream.of(wait.between(), wait.constant(), wait.pacing(), wait.throughput())
                .filter(Objects::nonNull).count() != 1) {
            throw new IllegalArgumentException(
                    "expected exactly one of between, constant, pacing, throughput in users.wait, found " + wait);
        }
        this.cycle = wait.pacing() != null
                ? nanos(wait.pacing())
                : wait.throughput() != null ? 1e9 / wait.throughput() : 0;
        boolean cyclic = wait.pacing() != null || wait.throughput() != null;
        if (cyclic && !(cycle >= 1 && cycle < Long.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "expected users.wait with a pacing or a throughput above 0, found " + wait);
        }
        this.shortest = cyclic ? 0 : nanos(wait.between() != null ? wait.between().min() : wait.constant());
        this.longest = cyclic ? 0 : nanos(wait.between() != null ? wait.between().max() : wait.constant());
        if (shortest > longest || longest > LONGEST_WAIT) {
            throw new IllegalArgumentException("expected users.wait with min <= max <= 24h, found " + wait);
        }
    }

    private static LoadProfile profile(Load.Users users, List<LoadChange> changes, long warmup) {
        if ((users.count() == null) == (users.stages() == null)) {
            throw new IllegalArgumentException("expected exactly one of count, stages in users, found " + users);
        }
        LoadProfile.Builder profile = new LoadProfile.Builder();
        if (users.count() != null) {
            climb(profile, users.count(), users.spawnRate());
            for (LoadChange change : changes) {
                climb(profile.until(change.second() * Phases.SECOND), change.users(), change.spawnRate());
            }
            return profile.build();
        }
        profile.step(users.stages().getFirst().to(), warmup).step(0, 0);
        for (Load.UserStage stage : users.stages()) {
            if (stage.to() < 0 || stage.to() > MAX_USERS) {
                throw new IllegalArgumentException(
                        "expected users.stages to 0 to " + MAX_USERS + " users, found " + stage.to());
            }
            Pacer.addStage(profile, stage.duration(), stage.to(), stage.shape());
        }
        return profile.build();
    }

    private static void climb(LoadProfile.Builder profile, @Nullable Integer count, @Nullable Double rate) {
        double spawnRate = rate == null ? Load.Users.DEFAULT_SPAWN_RATE : rate;
        if (count == null || count < 1 || count > MAX_USERS || !(spawnRate > 0)) {
            throw new IllegalArgumentException("expected users.count from 1 to " + MAX_USERS
                    + " and users.spawnRate above 0, found " + count + " and " + spawnRate);
        }
        profile.climb(count, spawnRate);
    }

    private static long nanos(@Nullable String time) {
        return Durations.parse(String.valueOf(time)).toNanos();
    }

    /// Maximum number of this worker's users that are active at one time.
    public int count() {
        return count;
    }

    /// Number of this worker's users that are active at a time.
    public long active(long time) {
        return share.of((long) Math.ceil(profile.at(time)));
    }

    /// The number in the whole run of the user at a position.
    public long number(int position) {
        return share.number(position);
    }

    /// The first instant at or after `time` at which a user is active; [Long#MAX_VALUE] if there is none. For time 0 it
    /// is when the user's first request is due: k / spawnRate for user k, or when a stage reaches k.
    public long activeFrom(int position, long time) {
        return profile.activeFrom(number(position), time);
    }

    /// The time at which a user that is active at `time` stops; [Long#MAX_VALUE] if it never does.
    public long activeUntil(int position, long time) {
        return profile.activeUntil(number(position), time);
    }

    /// Whether users send in a fixed cycle instead of waiting after each response.
    public boolean isCyclic() {
        return cycle > 0;
    }

    /// Nanoseconds from a user's start until one of its cycles is due. Cycles are numbered from 0.
    public long cycle(long number) {
        return (long) (number * cycle);
    }

    /// The number of the last cycle that is due within `nanos` nanoseconds after a user's start; -1 if none is.
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

    /// The time that a user waits for its first request after a takeover. The waits are spread over the longest wait,
    /// and over at least one second, so that the users do not all send at once.
    public long takeoverWait(int position) {
        return Math.unsignedMultiplyHigh(KeyedHash.of(waitSeed ^ TAKEOVERS, number(position), 0),
                Math.max(longest, Phases.SECOND));
    }

    /// The time that a user waits after the end of its request number `iteration`. Both bounds of the wait are
    /// included.
    public long waitAfter(int position, long iteration) {
        if (shortest == longest) {
            return longest;
        }
        long bits = KeyedHash.of(waitSeed, number(position), iteration);
        // The high half of the product is uniform on 0 … span - 1, up to an error of 2^-17 for a span of a day.
        return shortest + Math.unsignedMultiplyHigh(bits, longest - shortest + 1);
    }
}
