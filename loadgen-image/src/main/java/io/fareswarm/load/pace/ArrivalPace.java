package io.fareswarm.load.pace;

import io.fareswarm.api.Load;
import io.fareswarm.api.worker.Slice;

/// The open model: request k of the run is due at k / rate, whatever the target does. Of all arrivals, worker w of W has
/// w, w + W, …; this class counts its own ones from 0 (their index).
public final class ArrivalPace implements Pace {
    private final int worker;
    private final int workers;
    private final double rate;
    private final int maxInFlight;

    /// @throws IllegalArgumentException when the rate or the bound is not above 0
    ArrivalPace(Load.Arrivals arrivals, int worker, int workers) {
        if (!(arrivals.rate() > 0) || arrivals.maxInFlight() < 1) {
            throw new IllegalArgumentException("expected arrivals.rate and arrivals.maxInFlight above 0, found "
                    + arrivals.rate() + " and " + arrivals.maxInFlight());
        }
        this.worker = worker;
        this.workers = workers;
        this.rate = arrivals.rate();
        // A worker that may send nothing would drop all of its part: each may have one in flight.
        this.maxInFlight = (int) Math.max(1, Slice.share(arrivals.maxInFlight(), worker, workers));
    }

    /// Requests that this worker may have under way: its share of the run's bound, at least 1.
    public int maxInFlight() {
        return maxInFlight;
    }

    /// The number in the whole run of this worker's arrival `index`.
    public long number(long index) {
        return worker + index * workers;
    }

    /// When that arrival is due, exact to the nanosecond for the first 10^6 seconds.
    public long due(long index) {
        return (long) (number(index) * 1e9 / rate);
    }
}
