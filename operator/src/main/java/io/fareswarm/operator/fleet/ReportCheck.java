package io.fareswarm.operator.fleet;

import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.Report;

/// Check of a report against the call that it responds to. The report's own figures are checked while it is read, and its
/// tasks when it is added to the results.
final class ReportCheck {
    private ReportCheck() {}

    /// @param after the last second that the call excluded
    /// @param newest the last second of the run that can be over
    /// @throws IllegalArgumentException if the report has other seconds
    static void require(Report report, long after, long newest) {
        long last = after;
        for (IntervalReport interval : report.intervals()) {
            if (interval.span().first() <= last) {
                throw new IllegalArgumentException("expected intervals after second %d, found one of second %d"
                        .formatted(last, interval.span().first()));
            }
            last = interval.span().last();
            requireOver(last, newest);
        }
        if (report.total() != null) {
            requireOver(report.total().span().last(), newest);
        }
    }

    private static void requireOver(long second, long newest) {
        if (second > newest) {
            throw new IllegalArgumentException(
                    "expected seconds up to %d, which can be over, found second %d".formatted(newest, second));
        }
    }
}
