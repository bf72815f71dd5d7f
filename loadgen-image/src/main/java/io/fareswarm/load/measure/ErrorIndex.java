package io.fareswarm.load.measure;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.WorkerProtocol;

/// Gives each different error of a run a small number, so that counting one is an array access. The first
/// [WorkerProtocol#MAX_DISTINCT_ERRORS] get their own; any further one is counted, by task and kind, as [ErrorReport#OTHER]. The
/// numbers hold for the whole run, so the seconds' errors add up to the total's.
///
/// Only the send thread adds keys. Other threads may read a key whose number reached them in a closed second.
public final class ErrorIndex {
    private static final int MAX_DETAIL = 256;

    private final Map<Key, Integer> numbers = new HashMap<>();
    private final Key[] keys;
    private final @Nullable String[] examples;
    private int size;

    /// One error: what went wrong in which task.
    ///
    /// @param task by its place in the slice
    public record Key(int task, ErrorReport.Kind kind, String detail) {}

    ErrorIndex(int tasks) {
        keys = new Key[WorkerProtocol.MAX_DISTINCT_ERRORS + tasks * ErrorReport.Kind.values().length];
        examples = new String[keys.length];
    }

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

    /// The error of that number, which must have been given out.
    public Key key(int number) {
        return keys[number];
    }

    /// What the first one looked like; null when that is not known.
    public @Nullable String example(int number) {
        return examples[number];
    }

    void example(int number, String text) {
        examples[number] = text;
    }

    /// Upper bound of all numbers.
    public int capacity() {
        return keys.length;
    }
}
