package io.fareswarm.load.pace;

import java.util.List;

import io.fareswarm.api.Load;
import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.Slice;

/// The open model: request k of the run is due when the rate, added up over time, has reached k; k / rate where the rate is
/// constant. In a Poisson process it has to reach the sum of k + 1 gaps, each drawn from the seed and its number alone. Of
/// all arrivals, worker w of W has w, w + W, …; this class counts its own ones from 0 (their index). What it says depends on
/// its arguments alone. For one thread.
public final class ArrivalPacer implements Pacer {
    /// Keeps the gaps' draws apart from those of the requests.
    private static final long GAPS = 0x67617073L;

    private final int worker;
    private final int workers;
    private final LoadProfile rate;
    private final boolean poisson;
    private final long gapSeed;
    private final int maxInFlight;
    /// The first so many gaps of the run and their sum, so that asking in order draws each gap once.
    private long gaps;
    private double sumOfGaps;

    /// @param changes of a constant rate
    /// @param warmup nanoseconds before the stages
    /// @throws IllegalArgumentException when a rate or the bound is not above 0
    ArrivalPacer(Load.Arrivals arrivals, List<LoadChange> changes, long warmup, long seed, int worker, int workers) {
        if (arrivals.maxInFlight() < 1) {
            throw new IllegalArgumentException(
                    "expected arrivals.maxInFlight above 0, found " + arrivals.maxInFlight());
        }
        this.worker = worker;
        this.workers = workers;
        this.rate = course(arrivals, changes, warmup);
        this.poisson = arrivals.distribution() == Load.Distribution.poisson;
        this.gapSeed = seed ^ GAPS;
        // A worker that may send nothing would drop all of its part: each may have one in flight.
        this.maxInFlight = (int) Math.max(1, Slice.share(arrivals.maxInFlight(), worker, workers));
    }

    private static LoadProfile course(Load.Arrivals arrivals, List<LoadChange> changes, long warmup) {
        if ((arrivals.rate() == null) == (arrivals.stages() == null)) {
            throw new IllegalArgumentException("expected exactly one of rate, stages in arrivals, found " + arrivals);
        }
        LoadProfile.Builder course = new LoadProfile.Builder();
        if (arrivals.rate() != null) {
            if (!(arrivals.rate() > 0)) {
                throw new IllegalArgumentException("expected arrivals.rate above 0, found " + arrivals.rate());
            }
            course.step(arrivals.rate(), 0);
            for (LoadChange change : changes) {
                if (change.rate() == null || !(change.rate() > 0)) {
                    throw new IllegalArgumentException("expected a rate above 0 in changes, found " + change.rate());
                }
                course.until(change.second() * Phases.SECOND).step(change.rate(), 0);
            }
            return course.hold();
        }
        course.step(arrivals.stages().getFirst().to(), warmup).step(0, 0);
        for (Load.RateStage stage : arrivals.stages()) {
            if (!(stage.to() >= 0)) {
                throw new IllegalArgumentException("expected arrivals.stages to rates from 0 on, found " + stage.to());
            }
            Pacer.add(course, stage.duration(), stage.to(), stage.shape());
        }
        return course.hold();
    }

    /// Requests that this worker may have under way: its share of the run's bound, at least 1.
    public int maxInFlight() {
        return maxInFlight;
    }

    /// The number in the whole run of this worker's arrival `index`.
    public long number(long index) {
        return worker + index * workers;
    }

    /// When that arrival is due, exact to the nanosecond for the first 10^6 seconds; [Long#MAX_VALUE] when it never is.
    public long due(long index) {
        return rate.reaches(poisson ? gapsBefore(number(index) + 1) : number(index));
    }

    /// The index of this worker's first arrival that is due at or after a time. Those before a late one of a Poisson process
    /// have to be drawn one by one, some ten million a second.
    public long first(long time) {
        if (time <= 0) {
            return 0;
        }
        if (poisson) {
            long index = 0;
            while (due(index) < time) {
                index++;
            }
            return index;
        }
        long after = 1;
        while (due(after) < time) {
            after *= 2;
        }
        long before = -1;
        while (after - before > 1) {
            long middle = (before + after) >>> 1;
            if (due(middle) < time) {
                before = middle;
            } else {
                after = middle;
            }
        }
        return after;
    }

    /// The sum of the first so many gaps, in units of the mean one.
    private double gapsBefore(long count) {
        if (count < gaps) {
            gaps = 0;
            sumOfGaps = 0;
        }
        while (gaps < count) {
            // Evenly from (0, 1]; strict, so that it is the same sum on every machine.
            double draw = ((KeyedHash.of(gapSeed, 0, gaps++) >>> 11) + 1) * 0x1p-53;
            sumOfGaps -= StrictMath.log(draw);
        }
        return sumOfGaps;
    }
}
