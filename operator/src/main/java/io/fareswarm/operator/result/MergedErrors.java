package io.fareswarm.operator.result;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.BoundedSum;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.WorkerProtocol;

/// Counts of failures by task, kind and detail. Immutable. If an error has several examples, the alphabetically first one is
/// stored, so the order of reports does not matter. An error is seen from its first to its last second in any part.
///
/// Bounded: at most [WorkerProtocol#MAX_DISTINCT_ERRORS] distinct errors are stored, and further ones count under
/// [ErrorReport#OTHER] of their task and kind. For one worker, the alphabetically first errors are stored, so the order of
/// reports does not matter. For all workers together, the most frequent errors are stored.
///
/// @param list most frequent first, then alphabetically
record MergedErrors(List<ErrorReport> list) {
    static final MergedErrors NONE = new MergedErrors(List.of());
    private static final long ERROR_BYTES = 160;

    private static final Comparator<ErrorReport> BY_NAME = Comparator.comparing(ErrorReport::task)
            .thenComparing(ErrorReport::kind).thenComparing(ErrorReport::detail);
    private static final Comparator<ErrorReport> MOST_FREQUENT = Comparator.comparingLong(ErrorReport::count).reversed()
            .thenComparing(BY_NAME);

    static MergedErrors of(List<ErrorReport> reports) {
        return reports.isEmpty()
                ? NONE
                : merge(reports.stream().map(one -> isOther(one) ? other(one) : one), BY_NAME);
    }

    /// Merges errors of one worker. The grouping of the parts does not matter.
    static MergedErrors ofWorker(List<MergedErrors> parts) {
        return merge(parts.stream().flatMap(part -> part.list.stream()), BY_NAME);
    }

    /// Merges the errors of all workers. All parts must be merged in one call, because the result of several calls depends
    /// on the grouping.
    static MergedErrors ofAll(List<MergedErrors> parts) {
        return merge(parts.stream().flatMap(part -> part.list.stream()), MOST_FREQUENT);
    }

    /// @param first order of preference, if not all errors can be stored
    private static MergedErrors merge(Stream<ErrorReport> reports, Comparator<ErrorReport> first) {
        Map<ErrorReport, ErrorReport> sums = new TreeMap<>(BY_NAME);
        reports.forEach(one -> sums.merge(one, one, MergedErrors::add));
        if (sums.size() > WorkerProtocol.MAX_DISTINCT_ERRORS) {
            sums.values().stream().filter(one -> !isOther(one)).sorted(first).skip(WorkerProtocol.MAX_DISTINCT_ERRORS)
                    .toList().forEach(excess -> {
                        sums.remove(excess);
                        sums.merge(other(excess), other(excess), MergedErrors::add);
                    });
        }
        return new MergedErrors(sums.values().stream().sorted(MOST_FREQUENT).toList());
    }

    private static ErrorReport add(ErrorReport some, ErrorReport others) {
        return new ErrorReport(some.task(), some.kind(), some.detail(),
                BoundedSum.plus(some.count(), others.count()),
                first(some.example(), others.example()), some.seen().and(others.seen()));
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }

    /// About the memory of the errors, bytes.
    long bytes() {
        return BoundedSum.of(list, MergedErrors::bytes);
    }

    private static long bytes(ErrorReport one) {
        String example = one.example();
        return ERROR_BYTES + 2L * (one.detail().length() + (example == null ? 0 : example.length()));
    }

    private static boolean isOther(ErrorReport one) {
        return one.detail().equals(ErrorReport.OTHER);
    }

    private static ErrorReport other(ErrorReport one) {
        return new ErrorReport(one.task(), one.kind(), ErrorReport.OTHER, one.count(), null, one.seen());
    }
}
