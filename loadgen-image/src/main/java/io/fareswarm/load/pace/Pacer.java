package io.fareswarm.load.pace;

import java.util.List;

import io.fareswarm.api.Durations;
import io.fareswarm.api.Load;
import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.Slice;

/// Schedule of one worker's requests, in nanoseconds from the start barrier.
public sealed interface Pacer permits UserPacer, ArrivalPacer {
    /// Creates the schedule of a slice.
    ///
    /// @throws IllegalArgumentException when its load is not usable
    static Pacer of(Slice slice) {
        return of(slice, slice.workload().changes());
    }

    /// Creates the schedule of a slice, with `changes` in place of the slice's changes.
    ///
    /// @throws IllegalArgumentException when the load or a change is not usable
    static Pacer of(Slice slice, List<LoadChange> changes) {
        Load load = slice.workload().load();
        if (load == null || (load.users() == null) == (load.arrivals() == null)) {
            throw new IllegalArgumentException("expected exactly one of users, arrivals in load, found " + load);
        }
        Slice.Share share = slice.share();
        if (share.count() < 1 || share.index() < 0 || share.index() >= share.count()) {
            throw new IllegalArgumentException("expected share.index from 0 to share.count - 1, found worker "
                    + share.index() + " of " + share.count());
        }
        long warmup = Phases.of(slice).warmupSeconds() * Phases.SECOND;
        long seed = slice.workload().seed();
        return load.users() != null
                ? new UserPacer(load.users(), changes, warmup, seed, share)
                : new ArrivalPacer(load.arrivals(), changes, warmup, seed, share);
    }

    /// Adds a stage to a load profile.
    ///
    /// @throws IllegalArgumentException when the stage is not usable
    static void addStage(LoadProfile.Builder profile, String duration, double to, Load.Shape shape) {
        long nanos = Durations.parse(String.valueOf(duration)).toNanos();
        if (nanos < 1 || shape == null) {
            throw new IllegalArgumentException(
                    "expected a stage with a shape and a duration above 0, found " + duration);
        }
        switch (shape) {
            case ramp -> profile.ramp(to, nanos);
            case step -> profile.step(to, nanos);
        }
    }
}
