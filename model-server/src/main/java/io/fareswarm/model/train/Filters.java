package io.fareswarm.model.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The filters that rides pass before the fit, in words.
public final class Filters {
    /// What a ride must be to be used, by the reason for which others are dropped, in the order of asking.
    public static final Map<String, String> DESCRIBED;

    static {
        Map<String, String> described = new LinkedHashMap<>();
        for (DropReason reason : DropReason.values()) {
            described.put(reason.reason(), reason.kept());
        }
        DESCRIBED = Collections.unmodifiableMap(described);
    }

    private Filters() {}
}
