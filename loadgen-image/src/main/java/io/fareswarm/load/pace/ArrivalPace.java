package io.fareswarm.load.pace;

import java.util.List;
import java.util.function.LongPredicate;

import io.fareswarm.api.Load;
import io.fareswarm.api.worker.LoadChange;

/// The open model: request k of the run is due when the rate, added up over time, has reached k; k / rate where the rate is
/// constant. In a Poisson process it has to reach the sum of k + 1 gaps, each drawn from the seed and its number alone. An
/// arrival is the worker's that has its number when it is due; this class counts a worker's own ones from 0 (their index).
/// What it says depends on its arguments alone. For one thread.
public final class ArrivalPace implements Pace {
    /// Keeps the gaps' draws apart from those of the requests.
    private static final long GAPS = 0x67617073L;

    private final Deal deal;
    /// Of each hand the number of the first arrival that is due in it, of whichever worker.
    private final long[] firstNumber;
    /// Of each hand the index of this worker's first arrival in it or after it.
    private final long[] firstIndex;
    private final Course rate;
    private final boolean poisson;
    private final long gapSeed;
    private final int maxInFlight;
    /// The first so many gaps of the run and their sum, so that asking in order draws each gap once.
    private long gaps;
    private double sumOfGaps;

    /// @param changes of a constant rate
    /// @param warmup nanoseconds before the stages
    /// @throws IllegalArgumentException when a rate or the bound is not above 0
    ArrivalPace(Load.Arrivals arrivals, List<LoadChange> changes, long warmup, long seed, Deal deal) {
        if (arrivals.maxInFlight() < 1) {
            throw new IllegalArgumentException(
                    "expected arrivals.maxInFlight above 0, found " + arrivals.maxInFlight());
        }
        this.deal = deal;
        this.rate = course(arrivals, changes, warmup);
        this.poisson = arrivals.distribution() == Load.Distribution.poisson;
        this.gapSeed = seed ^ GAPS;
        this.maxInFlight = arrivals.maxInFlight();
        this.firstNumber = new long[deal.hands()];
        this.firstIndex = new long[deal.hands()];
        for (int hand = 1; hand < deal.hands(); hand++) {
            long first = firstDue(firstNumber[hand - 1], deal.begins(hand));
            long mine = deal.shares(hand - 1)
                    ? Math.ceilDiv(first - deal.next(hand - 1, firstNumber[hand - 1]), deal.workers(hand - 1))
                    : 0;
            firstNumber[hand] = first;
            firstIndex[hand] = firstIndex[hand - 1] + Math.max(0, mine);
        }
    }

    private static Course course(Load.Arrivals arrivals, List<LoadChange> changes, long warmup) {
        if ((arrivals.rate() == null) == (arrivals.stages() == null)) {
            throw new IllegalArgumentException("expected exactly one of rate, stages in arrivals, found " + arrivals);
        }
        Course.Builder course = new Course.Builder();
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
            Pace.add(course, stage.duration(), stage.to(), stage.shape());
        }
        return course.hold();
    }

    /// Requests that this worker may have under way at that time: its share of the run's bound, at least 1, as a worker that
    /// may send nothing would drop all of its part.
    public int maxInFlight(long time) {
        return (int) Math.max(1, deal.share(deal.hand(time), maxInFlight));
    }

    /// The number in the whole run of this worker's arrival `index`; [Long#MAX_VALUE] when it has not so many.
    public long number(long index) {
        int hand = 0;
        while (hand + 1 < firstIndex.length && firstIndex[hand + 1] <= index) {
            hand++;
        }
        return deal.shares(hand)
                ? deal.next(hand, firstNumber[hand]) + (index - firstIndex[hand]) * deal.workers(hand)
                : Long.MAX_VALUE;
    }

    /// When that arrival is due, exact to the nanosecond for the first 10^6 seconds; [Long#MAX_VALUE] when it never is.
    public long due(long index) {
        return dueOf(number(index));
    }

    private long dueOf(long number) {
        return number == Long.MAX_VALUE ? number : rate.reaches(poisson ? gapsBefore(number + 1) : number);
    }

    /// The index of this worker's first arrival with a higher number.
    public long after(long number) {
        return first(index -> number(index) > number);
    }

    /// The first number from `number` on that is due at or after a time.
    private long firstDue(long number, long time) {
        if (poisson) {
            long found = number;
            while (dueOf(found) < time) {
                found++;
            }
            return found;
        }
        return number + first(more -> dueOf(number + more) >= time);
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
        return first(index -> due(index) >= time);
    }

    /// The first from 0 on for which something is true, which stays true for all after it.
    private static long first(LongPredicate isTrue) {
        long after = 1;
        while (!isTrue.test(after)) {
            after *= 2;
        }
        long before = -1;
        while (after - before > 1) {
            long middle = (before + after) >>> 1;
            if (isTrue.test(middle)) {
                after = middle;
            } else {
                before = middle;
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
            double draw = ((Keys.of(gapSeed, 0, gaps++) >>> 11) + 1) * 0x1p-53;
            sumOfGaps -= StrictMath.log(draw);
        }
        return sumOfGaps;
    }
}
