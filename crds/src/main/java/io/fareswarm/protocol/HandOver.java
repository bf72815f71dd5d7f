package io.fareswarm.protocol;

/// Order to a leaving worker to pass its share on at a second of the run. It sends what is due before that second.
///
/// @param run id of the run, as in the slice
/// @param second second of the run from which another worker sends the share; in the future, and not later than the second
/// at which the worker would stop without the order
public record HandOver(String run, long second) {
    /// @throws IllegalArgumentException if the run is missing, as it may be in JSON, or the second is out of range
    public HandOver {
        if (run == null) {
            throw new IllegalArgumentException("expected run in the handover, found none");
        }
        Bounds.requireRange("second", second, IntervalReport.Span.MAX_SECONDS);
    }
}
