package io.fareswarm.operator.result;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.WorkerProtocol;

/// Failures by what happened. Immutable. Of several examples of the same one the first in the order of texts is kept, so
/// that it does not matter in which order they come.
///
/// Bounded: beside [WorkerProtocol#MAX_DISTINCT_ERRORS] different ones, whatever else happened counts under
/// [ErrorReport#OTHER] of its task and kind. A worker's kept ones are the first in the order of their keys, since
/// that choice is the same in whatever order they came; of all workers together the commonest are kept.
///
/// @param examples of some of them
record ErrorCounts(Map<Key, Long> counts, Map<Key, String> examples) {
    static final ErrorCounts NONE = new ErrorCounts(Map.of(), Map.of());

    /// Most frequent first, equally frequent ones in the order of their keys.
    private static final Comparator<Map.Entry<Key, Long>> COMMONEST = Map.Entry.<Key, Long>comparingByValue()
            .reversed().thenComparing(Map.Entry.comparingByKey());

    static ErrorCounts of(List<ErrorReport> reports) {
        if (reports.isEmpty()) {
            return NONE;
        }
        Map<Key, Long> counts = new TreeMap<>();
        reports.forEach(one -> counts.merge(new Key(one.task(), one.kind(), one.detail()), one.count(), Long::sum));
        Map<Key, String> examples = new TreeMap<>();
        reports.forEach(one -> example(examples, new Key(one.task(), one.kind(), one.detail()), one.example()));
        return keep(counts, examples, Map.Entry.comparingByKey());
    }

    private static void example(Map<Key, String> examples, Key key, @Nullable String example) {
        if (example != null) {
            examples.merge(key, example, (one, other) -> one.compareTo(other) <= 0 ? one : other);
        }
    }

    /// Of one worker. It can be summed up bit by bit.
    static ErrorCounts ofWorker(List<ErrorCounts> parts) {
        return keep(union(parts), examples(parts), Map.Entry.comparingByKey());
    }

    /// Of all workers, in one step: sums of such sums would depend on the grouping.
    static ErrorCounts ofAll(List<ErrorCounts> parts) {
        return keep(union(parts), examples(parts), COMMONEST);
    }

    /// Most frequent first.
    List<ErrorReport> list() {
        return counts.entrySet().stream().sorted(COMMONEST)
                .map(one -> new ErrorReport(one.getKey().task, one.getKey().kind, one.getKey().detail, one.getValue(),
                        examples.get(one.getKey())))
                .toList();
    }

    private static Map<Key, Long> union(List<ErrorCounts> parts) {
        Map<Key, Long> union = new TreeMap<>();
        parts.forEach(part -> part.counts.forEach((key, count) -> union.merge(key, count, Long::sum)));
        return union;
    }

    private static Map<Key, String> examples(List<ErrorCounts> parts) {
        Map<Key, String> union = new TreeMap<>();
        parts.forEach(part -> part.examples.forEach((key, example) -> example(union, key, example)));
        return union;
    }

    private static ErrorCounts keep(Map<Key, Long> counts, Map<Key, String> examples,
            Comparator<Map.Entry<Key, Long>> first) {
        Map<Boolean, List<Map.Entry<Key, Long>>> entries = counts.entrySet().stream()
                .collect(Collectors.partitioningBy(one -> one.getKey().isOther()));
        List<Map.Entry<Key, Long>> named = entries.getOrDefault(false, List.of()).stream().sorted(first).toList();
        Map<Key, Long> kept = new TreeMap<>();
        entries.getOrDefault(true, List.of()).forEach(one -> kept.put(one.getKey(), one.getValue()));
        for (int rank = 0; rank < named.size(); rank++) {
            Key key = named.get(rank).getKey();
            kept.merge(rank < WorkerProtocol.MAX_DISTINCT_ERRORS ? key : key.other(), named.get(rank).getValue(),
                    Long::sum);
        }
        examples.keySet().removeIf(key -> key.isOther() || !kept.containsKey(key));
        return new ErrorCounts(Map.copyOf(kept), Map.copyOf(examples));
    }

    record Key(String task, ErrorReport.Kind kind, String detail) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::task).thenComparing(Key::kind)
                .thenComparing(Key::detail);

        boolean isOther() {
            return detail.equals(ErrorReport.OTHER);
        }

        Key other() {
            return new Key(task, kind, ErrorReport.OTHER);
        }

        @Override
        public int compareTo(Key that) {
            return ORDER.compare(this, that);
        }
    }
}
