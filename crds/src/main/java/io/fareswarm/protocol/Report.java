package io.fareswarm.protocol;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// A worker's response to `GET /report`: its one-second intervals, which never change, and a cumulative total when the
/// intervals in the report do not add up to the whole result.
///
/// @param status state of the worker
/// @param intervals the stored one-second intervals after the requested second, oldest first
/// @param total sum of all intervals so far. Present if the worker is finished, or if an interval after the requested
/// second is no longer stored
/// @param elapsedMicros actual length of the duration in microseconds; 0 until the duration has ended
public record Report(WorkerStatus status, List<IntervalReport> intervals, @Nullable IntervalReport total,
        long elapsedMicros) {
    /// @throws NullPointerException if a required component is missing, as it may be in JSON from another program
    /// @throws IllegalArgumentException if the total has the phase `warmup`: totals leave out the warm-up
    public Report {
        Objects.requireNonNull(status);
        if (total != null && total.span().phase() == IntervalReport.RunPart.warmup) {
            throw new IllegalArgumentException("total: expected the phase measured, found warmup");
        }
        intervals = List.copyOf(intervals);
    }
}
