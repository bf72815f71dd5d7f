package io.fareswarm.model.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The filters that a ride must pass to be used, in words.
public final class RideFilters {
    /// Each filter's requirement by its reason for dropping rides, in the filters' order.
    public static final Map<String, String> DESCRIBED;

    static {
        Map<String, String> described = new LinkedHashMap<>();
        for (DropReason reason : DropReason.values()) {
            described.put(reason.reason(), reason.requirement());
        }
        DESCRIBED = Collections.unmodifiableMap(described);
    }

    private RideFilters() {}
}
