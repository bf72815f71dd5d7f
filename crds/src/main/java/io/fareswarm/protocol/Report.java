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
/// @param elapsedMicros actual length of the duration in microseconds; 0 until the duration has ended. A report that has the
/// second in which it ended has the length
/// @param more whether intervals after the last one in this report are stored, which did not fit
public record Report(WorkerStatus status, List<IntervalReport> intervals, @Nullable IntervalReport total,
        long elapsedMicros, boolean more) {
    /// @throws NullPointerException if a required component is missing, as it may be in JSON from another program
    /// @throws IllegalArgumentException if the total has the phase `warmup`, because totals leave out the warm-up; if
    /// there are more intervals than a worker stores; or if there are more without an interval in this report
    public Report {
        Objects.requireNonNull(status);
        if (total != null && total.span().phase() == IntervalReport.RunPart.warmup) {
            throw new IllegalArgumentException("total: expected the phase measured, found warmup");
        }
        intervals = Bounds.requireList("intervals", intervals, WorkerProtocol.STORED_INTERVALS);
        Bounds.requireRange("elapsedMicros", elapsedMicros, IntervalReport.Span.MAX_SECONDS * 1_000_000);
        if (more && intervals.isEmpty()) {
            throw new IllegalArgumentException("more: expected an interval before more of them, found none");
        }
    }

    /// A report that is whole.
    public Report(WorkerStatus status, List<IntervalReport> intervals, @Nullable IntervalReport total,
            long elapsedMicros) {
        this(status, intervals, total, elapsedMicros, false);
    }
}
