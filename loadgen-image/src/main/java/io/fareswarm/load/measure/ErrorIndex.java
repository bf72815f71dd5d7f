package io.fareswarm.load.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.WorkerProtocol;

/// Assigns a number to each distinct error of a run, so that counting one is an array access. The first
/// [WorkerProtocol#MAX_DISTINCT_ERRORS] have their own; any further one is counted, by task and kind, as [ErrorReport#OTHER].
/// A number holds for the whole run, so the errors of the intervals add up to the total's.
///
/// Only the send thread adds errors. Other threads may read an error whose number reached them in an interval.
public final class ErrorIndex {
    private static final int MAX_DETAIL = 256;

    private final List<String> tasks;
    private final Map<Key, Integer> numbers = new HashMap<>();
    private final Key[] keys;
    private final @Nullable String[] examples;
    private int size;

    private record Key(int task, ErrorReport.Kind kind, String detail) {}

    /// @param tasks the tasks' names
    ErrorIndex(List<String> tasks) {
        this.tasks = List.copyOf(tasks);
        keys = new Key[WorkerProtocol.MAX_DISTINCT_ERRORS + tasks.size() * ErrorReport.Kind.values().length];
        examples = new String[keys.length];
    }

    /// @param task by its place in the slice
    int number(int task, ErrorReport.Kind kind, String detail) {
        Key key = new Key(task, kind, detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail);
        Integer known = numbers.get(key);
        if (known != null) {
            return known;
        }
        if (numbers.size() < WorkerProtocol.MAX_DISTINCT_ERRORS) {
            return add(key);
        }
        Key other = new Key(task, kind, ErrorReport.OTHER);
        Integer knownOther = numbers.get(other);
        return knownOther != null ? knownOther : add(other);
    }

    private int add(Key key) {
        keys[size] = key;
        numbers.put(key, size);
        return size++;
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

    /// The protocol record of the error with that number, which must have been given out.
    ErrorReport toReport(int number, long count) {
        Key key = keys[number];
        return new ErrorReport(tasks.get(key.task), key.kind, key.detail, count, examples[number]);
    }
}
