package io.fareswarm.operator.kubernetes;

import java.util.Map;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CacheMemoryTest {
    private static final int KIB = 1 << 10;
    /// Heap of which the caches get 600 KiB of JSON at two bytes each, and one namespace half of it.
    private static final long HEAP = 6L * 2 * 600 * KIB;

    private final CacheMemory memory = new CacheMemory(HEAP);
    private final ItemStore<ConfigMap> store = memory.store(_ -> {
        // All parts are stored.
    });

    private static ConfigMap configMap(String namespace, int number, int kib) {
        return new ConfigMapBuilder().withNewMetadata().withNamespace(namespace).withName("one-" + number)
                .withResourceVersion("1").endMetadata().withData(Map.of("text", "x".repeat(kib * KIB))).build();
    }

    private void put(String namespace, int number, int kib) {
        ConfigMap object = configMap(namespace, number, kib);
        store.put(store.getKey(object), object);
    }

    @Test
    void aNamespaceWithManyLargeObjectsHasAtMostHalfOfTheMemoryAndOthersStillHaveRoom() {
        for (int number = 0; number < 100; number++) {
            put("greedy", number, 100);
        }
        put("modest", 0, 10);

        assertThat(store.keySet()).containsExactlyInAnyOrder("greedy/one-0", "greedy/one-1", "modest/one-0");
        assertThat(memory.shortage("greedy")).hasValueSatisfying(
                message -> assertThat(message).startsWith("the namespace has more objects with the label"));
        assertThat(memory.shortage("modest")).isEmpty();
    }

    @Test
    void manySmallObjectsAreBoundedToo() {
        for (int number = 0; number < 10_000; number++) {
            put("greedy", number, 0);
        }

        assertThat(store.size()).isBetween(1_000, 3_000);
    }

    @Test
    void theMemoryOfDeletedObjectsIsFreeAgain() {
        for (int number = 0; number < 3; number++) {
            put("greedy", number, 100);
        }
        store.remove("greedy/one-0");
        assertThat(memory.shortage("greedy")).isEmpty();
        put("greedy", 2, 100);

        assertThat(store.keySet()).containsExactlyInAnyOrder("greedy/one-1", "greedy/one-2");
    }

    @Test
    void anObjectThatGrowsBeyondTheMemoryIsNoLongerStored() {
        put("greedy", 0, 200);
        put("greedy", 0, 400);
        assertThat(store.get("greedy/one-0")).isNull();
        put("greedy", 0, 250);

        assertThat(store.get("greedy/one-0")).isNotNull();
    }

    @Test
    void aStoreHasOnlyTheStrippedObjects() {
        ItemStore<ConfigMap> reports = memory.store(StoredParts::ofReport);
        ConfigMap report = configMap("team", 0, 100);
        reports.put(reports.getKey(report), report);

        assertThat(reports.values()).singleElement().satisfies(stored -> {
            assertThat(stored.getData()).isNull();
            assertThat(stored.getMetadata().getResourceVersion()).isEqualTo("1");
        });
    }
}
