package io.fareswarm.operator.kubernetes.limits;

import java.util.Objects;
import java.util.stream.Stream;

import io.fareswarm.api.Load;
import io.fareswarm.api.LoadTestSpec;

/// What one run or training takes of the limits, beside its place.
///
/// @param workers number of workers
/// @param rate highest arrival rate, requests per second; 0 for a load of users, whose rate depends on the target
public record Demand(long workers, double rate) {
    public static final Demand NONE = new Demand(0, 0);

    /// The demand of a run.
    public static Demand of(LoadTestSpec spec) {
        Load.Capacity capacity = spec.load().capacity();
        if (capacity != null) {
            return new Demand(spec.workers().count(), capacity.max());
        }
        Load.Arrivals arrivals = spec.load().arrivals();
        double rate = arrivals == null
                ? 0
                : Stream.concat(Stream.ofNullable(arrivals.rate()),
                        Stream.ofNullable(arrivals.stages()).flatMap(stages -> stages.stream().map(Load.RateStage::to)))
                        .filter(Objects::nonNull).mapToDouble(Double::doubleValue).max().orElse(0);
        return new Demand(spec.workers().count(), rate);
    }

    Demand plus(Demand other) {
        return new Demand(workers + other.workers, rate + other.rate);
    }
}
