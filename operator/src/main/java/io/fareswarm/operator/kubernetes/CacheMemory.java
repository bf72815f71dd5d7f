package io.fareswarm.operator.kubernetes;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.operator.fleet.FairBudget;

/// Memory of the informers' caches for objects that belong to FareModels and LoadTests. All namespaces share it fairly
/// ([FairBudget]): users can create any number of objects, of any size, with the operator's labels. Thread-safe.
public final class CacheMemory {
    private static final Logger LOG = LoggerFactory.getLogger(CacheMemory.class);
    /// The part of the heap for the caches: one of so many.
    private static final int PART = 6;
    /// Memory of an object in relation to its length as JSON.
    private static final int FACTOR = 2;
    private static final String FULL = "has more objects with the label " + Labels.OURS
            + " than the operator has memory for, so it does not see some: delete those that are not the operator's,"
            + " or give the operator more memory";

    private final FairBudget budget;
    /// What each namespace had taken when it had no room for an object.
    private final Map<String, Long> full = new ConcurrentHashMap<>();

    /// @param heapBytes maximum size of the heap
    public CacheMemory(long heapBytes) {
        this.budget = new FairBudget(heapBytes / PART);
    }

    /// A store of one informer.
    ///
    /// @param strip removes from an object what the operator does not read
    <R extends HasMetadata> ItemStore<R> store(Consumer<R> strip) {
        return new BoundedStore<>(this, strip);
    }

    /// Estimated memory of an object, bytes.
    static long size(HasMetadata object) {
        return (long) FACTOR * Serialization.asJson(object).length();
    }

    /// Changes the memory that a namespace uses.
    ///
    /// @param bytes additional bytes; negative to give some back
    /// @return whether the namespace has room for them; otherwise nothing changes
    synchronized boolean take(String namespace, long bytes) {
        boolean fits = budget.change(namespace, bytes);
        long taken = budget.taken(namespace);
        if (fits) {
            full.computeIfPresent(namespace, (_, most) -> taken > most / 2 ? most : null);
        } else if (full.putIfAbsent(namespace, taken) == null) {
            LOG.warn("the namespace {} {}", namespace, FULL);
        }
        return fits;
    }

    /// Why objects of a namespace are missing in the caches; empty if none are. An object that was not stored is seen at its
    /// next change after there is room.
    public Optional<String> shortage(String namespace) {
        return full.containsKey(namespace) ? Optional.of("the namespace " + FULL) : Optional.empty();
    }
}
