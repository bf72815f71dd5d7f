package io.fareswarm.operator.kubernetes;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import org.jspecify.annotations.Nullable;

/// Objects of an informer, within the memory that all informers share. An object for which its namespace has no room is
/// not stored, so the operator does not see it. Used by one thread at a time; reads are thread-safe.
final class BoundedStore<R extends HasMetadata> implements ItemStore<R> {
    private final CacheMemory memory;
    private final Consumer<R> strip;
    private final Map<String, R> objects = new ConcurrentHashMap<>();
    private final Map<String, Long> sizes = new HashMap<>();

    /// @param strip removes from an object what the operator does not read
    BoundedStore(CacheMemory memory, Consumer<R> strip) {
        this.memory = memory;
        this.strip = strip;
    }

    @Override
    public String getKey(R object) {
        return Cache.metaNamespaceKeyFunc(object);
    }

    @Override
    public synchronized @Nullable R put(String key, R object) {
        strip.accept(object);
        String namespace = object.getMetadata().getNamespace();
        long size = CacheMemory.size(object);
        long before = sizes.getOrDefault(key, 0L);
        if (!memory.take(namespace, size - before)) {
            return remove(key);
        }
        sizes.put(key, size);
        return objects.put(key, object);
    }

    @Override
    public synchronized @Nullable R remove(String key) {
        R before = objects.remove(key);
        if (before != null) {
            memory.take(before.getMetadata().getNamespace(), -sizes.getOrDefault(key, 0L));
            sizes.remove(key);
        }
        return before;
    }

    @Override
    public Stream<String> keySet() {
        return objects.keySet().stream();
    }

    @Override
    public Stream<R> values() {
        return objects.values().stream();
    }

    @Override
    public @Nullable R get(String key) {
        return objects.get(key);
    }

    @Override
    public int size() {
        return objects.size();
    }
}
