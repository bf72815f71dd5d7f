package io.fareswarm.load.pace;

import java.util.List;

import io.fareswarm.api.Load;
import io.fareswarm.digest.KeyedHash;
import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.Slice;

/// Schedule of the open model. Arrival k of the run is due when the integral of the rate over time reaches k; with a
/// constant rate that is at k / rate. In a Poisson process it is due when the integral reaches the sum of the first k +
/// 1 gaps. Each gap is drawn from the seed and the gap's number alone. An arrival's position counts this worker's
/// arrivals, from 0. Deterministic. For one thread.
public final class ArrivalPacer implements Pacer {
    /// Key that makes the draws of gaps independent of the draws of requests.
    private static final long GAPS = 0x67617073L;

    private final Slice.Share share;
    private final LoadProfile rate;
    private final boolean poisson;
    private final long gapSeed;
    private final int maxInFlight;
    /// Number of gaps drawn so far. With their sum it lets queries in ascending order draw each gap only once.
    private long gaps;
    private double sumOfGaps;

    /// @param changes changes of a constant rate
    /// @param warmup warm-up before the stages, in nanoseconds
    /// @throws IllegalArgumentException if a rate or the limit on requests in flight is not above 0
    ArrivalPacer(Load.Arrivals arrivals, List<LoadChange> changes, long warmup, long seed, Slice.Share share) {
        if (arrivals.maxInFlight() < 1) {
            throw new IllegalArgumentException(
                    "expected arrivals.maxInFlight above 0, found " + arrivals.maxInFlight());
        }
        this.share = share;
        this.rate = profile(arrivals, changes, warmup);
        this.poisson = arrivals.distribution() == Load.Distribution.poisson;
        this.gapSeed = seed ^ GAPS;
        // A worker with a share of 0 would drop all of its arrivals.
        this.maxInFlight = (int) Math.max(1, share.of(arrivals.maxInFlight()));
    }

    /// Takes the sum of the gaps so far from the pacer that this one replaces in the same run, so that its gaps are not drawn
    /// again.
    public void after(ArrivalPacer replaced) {
        gaps = replaced.gaps;
        sumOfGaps = replaced.sumOfGaps;
    }

    private static LoadProfile profile(Load.Arrivals arrivals, List<LoadChange> changes, long warmup) {
        if ((arrivals.rate() == null) == (arrivals.stages() == null)) {
            throw new IllegalArgumentException("expected exactly one of rate, stages in arrivals, found " + arrivals);
        }
        LoadProfile.Builder profile = new LoadProfile.Builder();
        if (arrivals.rate() != null) {
            if (!(arrivals.rate() > 0)) {
                throw new IllegalArgumentException("expected arrivals.rate above 0, found " + arrivals.rate());
            }
            profile.step(arrivals.rate(), 0);
            for (LoadChange change : changes) {
                if (change.rate() == null || !(change.rate() >= 0)) {
                    throw new IllegalArgumentException(
                            "expected a rate of at least 0 in changes, found " + change.rate());
                }
                profile.until(change.second() * Phases.SECOND).step(change.rate(), 0);
            }
            return profile.build();
        }
        profile.step(arrivals.stages().getFirst().to(), warmup).step(0, 0);
        for (Load.RateStage stage : arrivals.stages()) {
            if (!(stage.to() >= 0)) {
                throw new IllegalArgumentException(
                        "expected arrivals.stages to rates of at least 0, found " + stage.to());
            }
            Pacer.addStage(profile, stage.duration(), stage.to(), stage.shape());
        }
        return profile.build();
    }

    /// This worker's maximum number of requests in flight: its share of the run's limit, at least 1.
    public int maxInFlight() {
        return maxInFlight;
    }

    /// The number in the whole run of the arrival at a position.
    public long number(long position) {
        return share.number(position);
    }

    /// The time at which an arrival is due; [Long#MAX_VALUE] if it never is. Exact to the nanosecond for the first 10^6
    /// seconds.
    public long due(long position) {
        return rate.whenTotalReaches(poisson ? gapsBefore(number(position) + 1) : number(position));
    }

    /// The position of the first arrival that is due at or after a time. A Poisson process draws all earlier arrivals
    /// for this, at about ten million per second.
    public long first(long time) {
        if (time <= 0) {
            return 0;
        }
        if (poisson) {
            long position = 0;
            while (due(position) < time) {
                position++;
            }
            return position;
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

    /// The sum of the first `count` gaps, in units of the mean gap.
    private double gapsBefore(long count) {
        if (count < gaps) {
            gaps = 0;
            sumOfGaps = 0;
        }
        while (gaps < count) {
            // The draw is uniform in (0, 1]. StrictMath gives the same sum on every machine.
            double draw = ((KeyedHash.of(gapSeed, 0, gaps++) >>> 11) + 1) * 0x1p-53;
            sumOfGaps -= StrictMath.log(draw);
        }
        return sumOfGaps;
    }
}
