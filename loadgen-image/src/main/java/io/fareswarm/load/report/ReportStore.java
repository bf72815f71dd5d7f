package io.fareswarm.load.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jspecify.annotations.Nullable;

import io.fareswarm.load.measure.ErrorIndex;
import io.fareswarm.load.measure.Expectations;
import io.fareswarm.load.measure.IntervalCounts;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.Phase;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.TotalReport;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.protocol.WorkerStatus;

/// The closed seconds of a run, the last [WorkerProtocol#STORED_INTERVALS] of them one by one, and what all add up to. What
/// was told of a second never changes. Thread-safe.
public final class ReportStore {
    private final List<String> names;
    private final ErrorIndex errorKeys;
    private final RunMetrics metrics;
    private final Deque<IntervalReport> kept = new ArrayDeque<>();
    private final RunTotals warmup;
    private final RunTotals measured;
    private long lastSecond = -1;
    private long users;
    private boolean finished;
    private @Nullable TotalReport finalTotal;

    /// @param errorKeys names the errors of the seconds that will be added
    public ReportStore(Slice slice, Expectations expectations, ErrorIndex errorKeys) {
        this.errorKeys = errorKeys;
        names = expectations.names();
        metrics = new RunMetrics(slice, expectations);
        warmup = new RunTotals(names, errorKeys, slice.workload().goodWithinNanos());
        measured = new RunTotals(names, errorKeys, slice.workload().goodWithinNanos());
    }

    /// Takes in a closed second; it may be reused afterwards.
    public void add(IntervalCounts second) {
        List<TaskReport> tasks = new ArrayList<>();
        for (int task = 0; task < second.taskCount(); task++) {
            tasks.add(second.task(task).toReport(names.get(task)));
        }
        IntervalReport report = new IntervalReport(second.number(), second.phase(), second.users(),
                second.lagP99Micros(), second.longestTurnMicros(), List.copyOf(tasks),
                RunTotals.errors(names, errorKeys, second::errors));
        synchronized (this) {
            (second.phase() == Phase.warmup ? warmup : measured).add(second);
            lastSecond = second.number();
            users = second.users();
            kept.addLast(report);
            if (kept.size() > WorkerProtocol.STORED_INTERVALS) {
                kept.removeFirst();
            }
        }
    }

    /// No second will be added any more.
    ///
    /// @param elapsedNanos how long the duration was
    public synchronized void finish(long elapsedNanos) {
        finished = true;
        finalTotal = measured.toReport(lastSecond, elapsedNanos / 1000);
    }

    /// Whether the total is final.
    public synchronized boolean isFinished() {
        return finished;
    }

    /// What there is to tell to one who knows the seconds up to `after`.
    ///
    /// @param after -1 for one who knows none
    public synchronized Report after(long after, WorkerStatus status) {
        List<IntervalReport> seconds = kept.stream().filter(second -> second.second() > after).toList();
        IntervalReport oldest = kept.peekFirst();
        boolean gap = oldest != null && oldest.second() > after + 1;
        TotalReport total = finalTotal != null ? finalTotal : gap ? measured.toReport(lastSecond, 0) : null;
        return new Report(status, seconds, total);
    }

    /// Everything so far as Prometheus' metrics; what is in them was reported in closed seconds, to the unit.
    public synchronized MetricSnapshots metrics() {
        return metrics.snapshots(warmup, measured, users);
    }
}
