package io.fareswarm.operator.kubernetes.runs;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.OperatorMetrics;
import io.fareswarm.operator.kubernetes.OperatorSettings;

/// The runs that are looked after now, of each LoadTest one. A run that is not in memory, after a restart or a change of
/// leader, is read from its Secret and its ConfigMap.
final class RunRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(RunRegistry.class);

    private final OperatorSettings settings;
    private final Cluster cluster;
    private final OperatorMetrics counters;
    private final Clock time;
    private final JsonMapper json = new JsonMapper();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();
    private final Map<String, Numbered> byTest = new ConcurrentHashMap<>();

    private record Numbered(int run, ClusterRun held) {}

    RunRegistry(OperatorSettings settings, Cluster cluster, OperatorMetrics counters, Clock time) {
        this.settings = settings;
        this.cluster = cluster;
        this.counters = counters;
        this.time = time;
    }

    HttpClient http() {
        return http;
    }

    /// A run that was created; empty when it was not.
    ///
    /// @param created whether it may have been
    Optional<ClusterRun> find(LoadTest test, int run, boolean created) {
        Numbered known = byTest.get(test.getMetadata().getUid());
        if (known != null && known.run == run) {
            return Optional.of(known.held);
        }
        return created ? load(test, run) : Optional.empty();
    }

    /// A run that has just been created.
    Optional<ClusterRun> load(LoadTest test, int run) {
        RunObjects objects = new RunObjects(test, run, settings);
        String namespace = test.getMetadata().getNamespace();
        Optional<ClusterRun> loaded = cluster.secret(test, objects.name())
                .flatMap(secret -> read(secret, cluster.configMap(namespace, objects.name())
                        .filter(kept -> Cluster.isOwner(test, kept)).orElse(null)));
        loaded.ifPresent(held -> {
            Numbered before = byTest.put(test.getMetadata().getUid(), new Numbered(run, held));
            if (before != null) {
                before.held.close();
            }
            counters.runs(byTest.size());
        });
        return loaded;
    }

    private Optional<ClusterRun> read(Map<String, byte[]> secret, @Nullable ConfigMap kept) {
        byte[] token = secret.get(RunObjects.TOKEN);
        byte[] spec = secret.get(RunObjects.SPEC);
        if (token == null || spec == null) {
            LOG.warn("expected {} and {} in the run's Secret, found {}", RunObjects.TOKEN, RunObjects.SPEC,
                    secret.keySet());
            return Optional.empty();
        }
        try {
            return Optional.of(new ClusterRun(json.readValue(spec, LoadTestSpec.class),
                    new String(token, StandardCharsets.UTF_8), lost(kept), http, time, counters));
        } catch (IOException e) {
            LOG.warn("expected a spec in the run's Secret, found something else", e);
            return Optional.empty();
        }
    }

    private static List<LostWorker> lost(@Nullable ConfigMap kept) {
        return kept == null || kept.getBinaryData() == null
                ? List.of()
                : kept.getBinaryData().entrySet().stream().filter(entry -> entry.getKey().startsWith(LostWorker.PREFIX))
                        .map(entry -> LostWorker.unpack(Base64.getDecoder().decode(entry.getValue())))
                        .filter(Objects::nonNull).toList();
    }

    /// A spec as its run's Secret holds it.
    byte[] write(LoadTestSpec spec) {
        try {
            return json.writeValueAsBytes(spec);
        } catch (IOException impossible) {
            throw new IllegalStateException("a spec is always JSON", impossible);
        }
    }

    /// Nothing more is to be done for the run of a LoadTest.
    void forget(LoadTest test) {
        Numbered known = byTest.remove(test.getMetadata().getUid());
        if (known != null) {
            known.held.close();
        }
        counters.runs(byTest.size());
    }

    /// Forgets those of LoadTests that are gone.
    void retain(Set<String> uids) {
        byTest.forEach((uid, known) -> {
            if (!uids.contains(uid) && byTest.remove(uid, known)) {
                known.held.close();
            }
        });
        counters.runs(byTest.size());
    }
}
