package io.fareswarm.load.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.WorkerProtocol;

/// Index of the distinct errors of a run. It gives each error a number, so that counting an error is an array access.
/// The first [WorkerProtocol#MAX_DISTINCT_ERRORS] errors have numbers of their own. All further errors of one task and
/// kind share a number, whose detail is [ErrorReport#OTHER]. A number is valid for the whole run, so errors of
/// intervals add up to the total.
///
/// Only the send thread adds errors. Another thread may read an error if it got the error's number in an interval.
public final class ErrorIndex {
    private static final int MAX_DETAIL = 256;

    private final List<String> tasks;
    private final Map<Key, Integer> numbers = new HashMap<>();
    private final Key[] keys;
    private final @Nullable String[] examples;

    private record Key(int task, ErrorReport.Kind kind, String detail) {}

    /// @param tasks names of the tasks
    ErrorIndex(List<String> tasks) {
        this.tasks = List.copyOf(tasks);
        keys = new Key[WorkerProtocol.MAX_DISTINCT_ERRORS + tasks.size() * ErrorReport.Kind.values().length];
        examples = new String[keys.length];
    }

    /// Returns the number of an error, and adds the error if it is new.
    ///
    /// @param task index of the task in the slice
    int number(int task, ErrorReport.Kind kind, String detail) {
        Key key = new Key(task, kind, detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail);
        boolean isOwn = numbers.containsKey(key) || numbers.size() < WorkerProtocol.MAX_DISTINCT_ERRORS;
        return numbers.computeIfAbsent(isOwn ? key : new Key(task, kind, ErrorReport.OTHER), added -> {
            keys[numbers.size()] = added;
            return numbers.size();
        });
    }

    List<String> tasks() {
        return tasks;
    }

    boolean hasExample(int number) {
        return examples[number] != null;
    }

    void example(int number, String text) {
        examples[number] = text;
    }

    /// Upper bound of all numbers.
    int capacity() {
        return keys.length;
    }

    /// The protocol record of an error.
    ///
    /// @param number number that the index has assigned
    /// @param count number of failed requests
    /// @param seen when they ended
    ErrorReport toReport(int number, long count, ErrorReport.Seen seen) {
        Key key = keys[number];
        return new ErrorReport(tasks.get(key.task), key.kind, key.detail, count, examples[number], seen);
    }
}
