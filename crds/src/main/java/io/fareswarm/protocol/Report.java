package io.fareswarm.protocol;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// What a worker measured: one-second intervals, which never change, and a cumulative total where the intervals alone are
/// not everything.
///
/// @param intervals the stored one-second intervals after the requested one, oldest first
/// @param total everything so far, in place of all intervals: present when the worker is finished, or when an interval
/// after the requested one is no longer stored
/// @param elapsedMicros how long the duration was in the end, microseconds; 0 while it goes on
public record Report(WorkerStatus status, List<IntervalReport> intervals, @Nullable IntervalReport total,
        long elapsedMicros) {
    /// @throws NullPointerException when a required part is missing, as in JSON of another program
    /// @throws IllegalArgumentException when the total is one of the warm-up, which no total contains
    public Report {
        Objects.requireNonNull(status);
        if (total != null && total.span().phase() == IntervalReport.RunPart.warmup) {
            throw new IllegalArgumentException("total: expected the phase measured, found warmup");
        }
        intervals = List.copyOf(intervals);
    }
}
