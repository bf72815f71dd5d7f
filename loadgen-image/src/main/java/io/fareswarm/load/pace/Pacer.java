package io.fareswarm.load.pace;

import io.fareswarm.api.Durations;
import io.fareswarm.api.Load;
import io.fareswarm.protocol.Slice;

/// When one worker's requests are due, in nanoseconds from the start barrier.
public sealed interface Pacer permits UserPacer, ArrivalPacer {

    /// The pace that a slice asks for.
    ///
    /// @throws IllegalArgumentException when its load is not usable
    static Pacer of(Slice slice) {
        var load = slice.load();
        if (load == null || (load.users() == null) == (load.arrivals() == null)) {
            throw new IllegalArgumentException("expected exactly one of users, arrivals in load, found " + load);
        }
        if (slice.workers() < 1 || slice.worker() < 0 || slice.worker() >= slice.workers()) {
            throw new IllegalArgumentException("expected a worker from 0 to workers - 1, found worker " + slice.worker()
                    + " of " + slice.workers());
        }
        long warmup = Phases.of(slice).warmupSeconds() * Phases.SECOND;
        if (load.users() != null) {
            return new UserPacer(load.users(), slice.loadChanges(), warmup, slice.seed(), slice.worker(),
                    slice.workers());
        }
        return new ArrivalPacer(load.arrivals(), slice.loadChanges(), warmup, slice.seed(), slice.worker(),
                slice.workers());
    }

    /// Adds a stage of a load.
    ///
    /// @throws IllegalArgumentException when it is not usable
    static void add(LoadProfile.Builder course, String duration, double to, Load.Shape shape) {
        long nanos = Durations.parse(String.valueOf(duration)).toNanos();
        if (nanos < 1 || shape == null) {
            throw new IllegalArgumentException(
                    "expected a stage with a shape and a duration above 0, found " + duration);
        }
        switch (shape) {
            case ramp -> course.ramp(to, nanos);
            case step -> course.step(to, nanos);
        }
    }
}
