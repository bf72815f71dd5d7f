package io.fareswarm.operator.result;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.WorkerProtocol;

/// Failures by task, kind and detail. Immutable. Of several examples of one error the first in the order of texts is stored,
/// so that the order in which they came does not matter.
///
/// Bounded: beside [WorkerProtocol#MAX_DISTINCT_ERRORS] distinct ones, any further one counts under [ErrorReport#OTHER] of
/// its task and kind. Of one worker the first in the order of their names are stored, a choice that no order of reports
/// changes; of all workers together the most frequent ones.
///
/// @param list most frequent first, equally frequent ones in the order of their names
record MergedErrors(List<ErrorReport> list) {
    static final MergedErrors NONE = new MergedErrors(List.of());

    private static final Comparator<ErrorReport> BY_NAME = Comparator.comparing(ErrorReport::task)
            .thenComparing(ErrorReport::kind).thenComparing(ErrorReport::detail);
    private static final Comparator<ErrorReport> MOST_FREQUENT = Comparator.comparingLong(ErrorReport::count).reversed()
            .thenComparing(BY_NAME);

    private record Name(String task, ErrorReport.Kind kind, String detail) {}

    static MergedErrors of(List<ErrorReport> reports) {
        return merge(reports.stream(), BY_NAME);
    }

    /// The errors of one worker, which may be added up in any grouping.
    static MergedErrors ofWorker(List<MergedErrors> parts) {
        return merge(parts.stream().flatMap(part -> part.list.stream()), BY_NAME);
    }

    /// The errors of all workers, to be added up in one step: sums of such sums would depend on the grouping.
    static MergedErrors ofAll(List<MergedErrors> parts) {
        return merge(parts.stream().flatMap(part -> part.list.stream()), MOST_FREQUENT);
    }

    /// @param first the order whose first errors are stored
    private static MergedErrors merge(Stream<ErrorReport> reports, Comparator<ErrorReport> first) {
        Map<Boolean, List<ErrorReport>> isOther = sum(reports)
                .collect(Collectors.partitioningBy(one -> one.detail().equals(ErrorReport.OTHER)));
        List<ErrorReport> named = isOther.getOrDefault(false, List.of()).stream().sorted(first).toList();
        int bound = Math.min(named.size(), WorkerProtocol.MAX_DISTINCT_ERRORS);
        Stream<ErrorReport> others = Stream.concat(isOther.getOrDefault(true, List.of()).stream(),
                named.stream().skip(bound)).map(MergedErrors::other);
        return new MergedErrors(
                Stream.concat(named.stream().limit(bound), sum(others)).sorted(MOST_FREQUENT).toList());
    }

    private static Stream<ErrorReport> sum(Stream<ErrorReport> reports) {
        Map<Name, ErrorReport> sums = new HashMap<>();
        reports.forEach(one -> sums.merge(new Name(one.task(), one.kind(), one.detail()), one, MergedErrors::add));
        return sums.values().stream();
    }

    private static ErrorReport add(ErrorReport some, ErrorReport others) {
        return new ErrorReport(some.task(), some.kind(), some.detail(), some.count() + others.count(),
                first(some.example(), others.example()));
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static ErrorReport other(ErrorReport one) {
        return new ErrorReport(one.task(), one.kind(), ErrorReport.OTHER, one.count());
    }
}
