package io.fareswarm.model.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Descriptions of the filters that a ride must pass to be used.
public final class RideFilters {
    /// Description of each filter by its reason for dropping rides, in the order of the filters.
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
