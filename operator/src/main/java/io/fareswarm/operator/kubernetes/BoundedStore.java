package io.fareswarm.operator.kubernetes;

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
    private final Map<String, Stored<R>> objects = new ConcurrentHashMap<>();

    /// @param size memory of the object, bytes
    private record Stored<R>(R object, long size) {}

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
        Stored<R> before = objects.get(key);
        long size = CacheMemory.size(object);
        if (!memory.take(object.getMetadata().getNamespace(), size - (before == null ? 0 : before.size()))) {
            return remove(key);
        }
        return object(objects.put(key, new Stored<>(object, size)));
    }

    @Override
    public synchronized @Nullable R remove(String key) {
        Stored<R> before = objects.remove(key);
        if (before != null) {
            memory.take(before.object().getMetadata().getNamespace(), -before.size());
        }
        return object(before);
    }

    private @Nullable R object(@Nullable Stored<R> stored) {
        return stored == null ? null : stored.object();
    }

    @Override
    public Stream<String> keySet() {
        return objects.keySet().stream();
    }

    @Override
    public Stream<R> values() {
        return objects.values().stream().map(Stored::object);
    }

    @Override
    public @Nullable R get(String key) {
        return object(objects.get(key));
    }

    @Override
    public int size() {
        return objects.size();
    }
}
