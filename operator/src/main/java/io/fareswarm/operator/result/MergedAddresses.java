package io.fareswarm.operator.result;

import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.fareswarm.protocol.AddressReport;
import io.fareswarm.protocol.BoundedSum;
import io.fareswarm.protocol.WorkerProtocol;

/// Counts of requests by address of the target. Immutable; adding is exact, and its order does not matter.
///
/// Bounded: the [WorkerProtocol#MAX_ADDRESSES] first addresses in the order of their texts have counts of their own, and further
/// ones count under [AddressReport#OTHERS].
///
/// @param list in the order of the texts
record MergedAddresses(List<AddressReport> list) {
    static final MergedAddresses NONE = new MergedAddresses(List.of());
    private static final long ADDRESS_BYTES = 120;
    private static final Comparator<AddressReport> MOST_REQUESTS = Comparator.comparing(AddressReport::areOthers)
            .thenComparing(Comparator.comparingLong(AddressReport::requests).reversed())
            .thenComparing(AddressReport::address);

    /// Checks the counts of one worker.
    ///
    /// @param requests the worker's requests in the same seconds
    /// @param failures its failures in them
    /// @throws IllegalArgumentException if an address occurs twice, or the addresses have more requests or failures
    static MergedAddresses of(List<AddressReport> reports, long requests, long failures) {
        if (reports.stream().map(AddressReport::address).distinct().count() < reports.size()) {
            throw new IllegalArgumentException("addresses: expected each address once, found one twice");
        }
        MergedTask.requireAtMost("requests to addresses", BoundedSum.of(reports, AddressReport::requests), requests);
        MergedTask.requireAtMost("failures of addresses", BoundedSum.of(reports, AddressReport::failures), failures);
        return merge(reports.stream());
    }

    static MergedAddresses sum(List<MergedAddresses> parts) {
        return merge(parts.stream().flatMap(part -> part.list.stream()));
    }

    private static MergedAddresses merge(Stream<AddressReport> reports) {
        NavigableMap<String, AddressReport> sums = new TreeMap<>();
        reports.forEach(one -> sums.merge(one.address(), one, AddressReport::plus));
        AddressReport others = sums.remove(AddressReport.OTHERS);
        while (sums.size() > WorkerProtocol.MAX_ADDRESSES) {
            AddressReport last = sums.pollLastEntry().getValue();
            AddressReport excess = new AddressReport(AddressReport.OTHERS, last.requests(), last.failures());
            others = others == null ? excess : others.plus(excess);
        }
        if (others != null) {
            sums.put(AddressReport.OTHERS, others);
        }
        return sums.isEmpty() ? NONE : new MergedAddresses(List.copyOf(sums.values()));
    }

    /// The counts with the most requests first, and those of several addresses last.
    List<AddressReport> byRequests() {
        return list.stream().sorted(MOST_REQUESTS).toList();
    }

    /// About the memory of the counts, bytes.
    long bytes() {
        return ADDRESS_BYTES * list.size();
    }
}
