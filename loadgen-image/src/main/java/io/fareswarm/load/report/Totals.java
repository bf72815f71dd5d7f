package io.fareswarm.load.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToLongFunction;

import io.fareswarm.api.worker.ErrorReport;
import io.fareswarm.api.worker.SecondReport.Phase;
import io.fareswarm.api.worker.TaskReport;
import io.fareswarm.api.worker.TotalReport;
import io.fareswarm.load.measure.ErrorKeys;
import io.fareswarm.load.measure.Meter;
import io.fareswarm.load.measure.Second;
import io.fareswarm.load.measure.TaskCounts;

/// The sum of many seconds. Not thread-safe.
final class Totals {
    private final List<String> names;
    private final ErrorKeys errorKeys;
    private final List<TaskCounts> tasks = new ArrayList<>();
    private final Meter stalls = Meter.ofRun();
    private final long[] errors;
    private long seconds;
    private long users;

    Totals(List<String> names, ErrorKeys errorKeys, long... goodWithinNanos) {
        this.names = names;
        this.errorKeys = errorKeys;
        names.forEach(name -> tasks.add(TaskCounts.ofRun(goodWithinNanos)));
        errors = new long[errorKeys.capacity()];
    }

    void add(Second second) {
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
    static List<ErrorReport> errors(List<String> names, ErrorKeys keys, IntToLongFunction counts) {
        List<ErrorReport> reports = new ArrayList<>();
        for (int error = 0; error < keys.capacity(); error++) {
            long count = counts.applyAsLong(error);
            if (count > 0) {
                ErrorKeys.Key key = keys.key(error);
                reports.add(new ErrorReport(names.get(key.task()), key.kind(), key.detail(), count,
                        keys.example(error)));
            }
        }
        reports.sort(Comparator.comparingLong(ErrorReport::count).reversed());
        return List.copyOf(reports);
    }
}
