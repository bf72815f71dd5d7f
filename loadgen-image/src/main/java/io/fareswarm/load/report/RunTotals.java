package io.fareswarm.load.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToLongFunction;

import io.fareswarm.load.measure.ErrorIndex;
import io.fareswarm.load.measure.HistogramRecorder;
import io.fareswarm.load.measure.IntervalCounts;
import io.fareswarm.load.measure.TaskCounts;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.IntervalReport.Phase;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.TotalReport;

/// The sum of many seconds. Not thread-safe.
final class RunTotals {
    private final List<String> names;
    private final ErrorIndex errorKeys;
    private final List<TaskCounts> tasks = new ArrayList<>();
    private final HistogramRecorder stalls = HistogramRecorder.ofRun();
    private final long[] errors;
    private long seconds;
    private long users;

    RunTotals(List<String> names, ErrorIndex errorKeys, long... goodWithinNanos) {
        this.names = names;
        this.errorKeys = errorKeys;
        names.forEach(name -> tasks.add(TaskCounts.ofRun(goodWithinNanos)));
        errors = new long[errorKeys.capacity()];
    }

    void add(IntervalCounts second) {
        users = Math.max(users, second.users());
        if (second.phase() != Phase.drain) {
            seconds++;
            stalls.record(Math.max(second.lagP99Micros(), second.longestTurnMicros()) * 1000);
        }
        for (int task = 0; task < tasks.size(); task++) {
            tasks.get(task).add(second.task(task));
        }
        for (int error = 0; error < errors.length; error++) {
            errors[error] += second.errors(error);
        }
    }

    TaskCounts task(int task) {
        return tasks.get(task);
    }

    TotalReport toReport(long throughSecond, long elapsedMicros) {
        List<TaskReport> reports = new ArrayList<>();
        for (int task = 0; task < tasks.size(); task++) {
            reports.add(tasks.get(task).toReport(names.get(task)));
        }
        return new TotalReport(throughSecond, seconds, users, elapsedMicros, stalls.toReport(), reports,
                errors(names, errorKeys, error -> errors[error]));
    }

    /// The errors that were counted, most frequent first.
    static List<ErrorReport> errors(List<String> names, ErrorIndex keys, IntToLongFunction counts) {
        List<ErrorReport> reports = new ArrayList<>();
        for (int error = 0; error < keys.capacity(); error++) {
            long count = counts.applyAsLong(error);
            if (count > 0) {
                ErrorIndex.Key key = keys.key(error);
                reports.add(new ErrorReport(names.get(key.task()), key.kind(), key.detail(), count,
                        keys.example(error)));
            }
        }
        reports.sort(Comparator.comparingLong(ErrorReport::count).reversed());
        return List.copyOf(reports);
    }
}
