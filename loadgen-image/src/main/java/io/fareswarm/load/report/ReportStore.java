package io.fareswarm.load.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jspecify.annotations.Nullable;

import io.fareswarm.load.measure.Expectations;
import io.fareswarm.load.measure.IntervalCounts;
import io.fareswarm.load.measure.IntervalQueue;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerHealth;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.protocol.WorkerStatus;

/// Store of a run's last [WorkerProtocol#STORED_INTERVALS] one-second intervals and the total of all. A stored interval
/// never changes. Thread-safe.
public final class ReportStore {
    private static final int INTERVAL_BYTES = 200;
    private static final int TASK_BYTES = 500;
    private static final int ERROR_BYTES = 150;
    private static final int ADDRESS_BYTES = 80;

    private final RunMetrics metrics;
    private final Deque<IntervalReport> stored = new ArrayDeque<>();
    private final IntervalCounts warmup;
    private final IntervalCounts measured;
    private long users;
    private @Nullable WorkerHealth health;
    private @Nullable IntervalReport finalTotal;
    private long elapsedMicros;

    /// @param intervals source of the intervals
    public ReportStore(Slice slice, Expectations expectations, IntervalQueue intervals) {
        metrics = new RunMetrics(slice, expectations);
        warmup = intervals.newTotal();
        measured = intervals.newTotal();
    }

    /// Adds one second. The caller may reuse the object afterwards.
    ///
    /// @param elapsedNanos actual length of the duration in nanoseconds; 0 if it has not ended
    public void add(IntervalCounts second, long elapsedNanos) {
        IntervalReport report = second.toReport();
        WorkerHealth now = new WorkerHealth(second.users(),
                report.tasks().stream().mapToLong(TaskReport::requests).sum(),
                second.lagMicros(), second.turnMicros(), 0, 0);
        synchronized (this) {
            health = now;
            (second.phase() == RunPart.warmup ? warmup : measured).add(second);
            users = second.users();
            elapsedMicros = elapsedNanos / 1000;
            stored.addLast(report);
            if (stored.size() > WorkerProtocol.STORED_INTERVALS) {
                stored.removeFirst();
            }
        }
    }

    /// Makes the total final. No second may be added afterwards.
    ///
    /// @param elapsedNanos actual length of the duration in nanoseconds
    public synchronized void finish(long elapsedNanos) {
        elapsedMicros = elapsedNanos / 1000;
        finalTotal = total();
    }

    /// Whether the total is final.
    public synchronized boolean isFinished() {
        return finalTotal != null;
    }

    /// Figures of the last second, without those of the process; null before the first.
    public synchronized @Nullable WorkerHealth health() {
        return health;
    }

    /// The report for a reader that has the intervals up to second `after`: the next intervals, as many as fit into
    /// [WorkerProtocol#REPORT_BYTES], at least one. The final total is in the report of the last one.
    ///
    /// @param after last second that the reader has; -1 for none
    public synchronized Report after(long after, WorkerStatus status) {
        List<IntervalReport> fitting = new ArrayList<>();
        long bytes = 0;
        boolean more = false;
        for (IntervalReport interval : stored) {
            if (interval.span().first() > after) {
                more = bytes >= WorkerProtocol.REPORT_BYTES;
                if (more) {
                    break;
                }
                fitting.add(interval);
                bytes += bytes(interval);
            }
        }
        IntervalReport oldest = stored.peekFirst();
        boolean gap = oldest != null && oldest.span().first() > after + 1;
        IntervalReport total = finalTotal != null && !more ? finalTotal : gap ? total() : null;
        return new Report(status, fitting, total, elapsedMicros, more);
    }

    /// About the size of an interval as JSON, without the characters that JSON escapes.
    private static long bytes(IntervalReport interval) {
        long bytes = INTERVAL_BYTES + (long) ADDRESS_BYTES * interval.addresses().size();
        for (TaskReport task : interval.tasks()) {
            bytes += TASK_BYTES + task.latency().histogram().length() + task.serviceTime().histogram().length();
        }
        for (ErrorReport error : interval.errors()) {
            String example = error.example();
            bytes += ERROR_BYTES + error.detail().length() + (example == null ? 0 : example.length());
        }
        return bytes;
    }

    private IntervalReport total() {
        return measured.toTotal(stored.isEmpty() ? -1 : stored.getLast().span().last());
    }

    /// The total so far as Prometheus metrics, with exactly the counts of the intervals.
    public synchronized MetricSnapshots metrics() {
        return metrics.snapshots(warmup, measured, users);
    }
}
