package io.fareswarm.operator.kubernetes.runs;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.operator.fleet.FleetLimits;
import io.fareswarm.operator.fleet.WorkerClient;
import io.fareswarm.operator.fleet.WorkerFleet;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.OperatorMetrics;
import io.fareswarm.operator.kubernetes.OperatorSettings;
import io.fareswarm.operator.result.report.ReportFiles;
import io.fareswarm.operator.result.report.ResultJson;
import io.fareswarm.operator.run.RunPlan;

/// The active runs, one for each LoadTest. A run that is not in memory, after a restart or a change of leader, is read from
/// its Secret and its ConfigMap.
final class RunRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(RunRegistry.class);

    private final OperatorSettings settings;
    private final Cluster cluster;
    private final OperatorMetrics metrics;
    private final Clock time;
    private final JsonMapper json = new JsonMapper();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();
    private final FleetLimits limits = FleetLimits.ofThisProcess();
    private final Map<String, ClusterRun> byTest = new ConcurrentHashMap<>();

    RunRegistry(OperatorSettings settings, Cluster cluster, OperatorMetrics metrics, Clock time) {
        this.settings = settings;
        this.cluster = cluster;
        this.metrics = metrics;
        this.time = time;
    }

    HttpClient http() {
        return http;
    }

    /// The run, from memory or else from its Secret; empty if it was not created.
    ///
    /// @param created whether it may have been created
    Optional<ClusterRun> find(LoadTest test, int number, boolean created) {
        ClusterRun known = byTest.get(test.getMetadata().getUid());
        if (known != null && known.number() == number) {
            return Optional.of(known);
        }
        if (!created) {
            return Optional.empty();
        }
        Optional<ClusterRun> continued = load(test, number);
        continued.ifPresent(run -> letIn(test, run));
        return continued;
    }

    /// Reads a run that has been created; empty when its Secret cannot be read.
    Optional<ClusterRun> load(LoadTest test, int number) {
        Optional<ClusterRun> loaded = secret(test, number)
                .flatMap(secret -> read(test.getMetadata().getNamespace(), number, secret));
        loaded.ifPresent(run -> {
            report(test, number).ifPresent(run::restore);
            ClusterRun before = byTest.put(test.getMetadata().getUid(), run);
            if (before != null) {
                before.fleet().close();
            }
            metrics.runs(byTest.size());
        });
        return loaded;
    }

    /// Lets this operator call the workers of a run that another release began: its NetworkPolicy may name that one alone.
    private void letIn(LoadTest test, ClusterRun run) {
        try {
            cluster.update(new RunObjects(test, run.number(), settings).networkPolicy(run.spec()), test);
        } catch (KubernetesClientException e) {
            LOG.warn("the NetworkPolicy of the run is not updated, so its workers may be out of reach", e);
        }
    }

    /// The spec of a finished run at its creation, from its report.
    Optional<LoadTestSpec> reportedSpec(LoadTest test, int number) {
        return report(test, number).map(ConfigMap::getData).map(files -> files.get(ReportFiles.RESULT))
                .flatMap(ResultJson::spec);
    }

    /// The ConfigMap with what is stored of a run, from the API server.
    Optional<ConfigMap> report(LoadTest test, int number) {
        return cluster.configMap(test.getMetadata().getNamespace(),
                RunObjects.name(test.getMetadata().getName(), number))
                .filter(report -> Cluster.isOwner(test, report));
    }

    /// Whether the Job of a run was deleted, and is not only missing in the caches.
    ///
    /// @param cached the Job of the run's name in the caches
    boolean isJobDeleted(ClusterRun run, Optional<Job> cached) {
        return run.isJobDeleted(cached) && run.job(cached).filter(cluster::exists).isEmpty();
    }

    /// The content of a run's Secret; empty if there is none that belongs to the run.
    Optional<Map<String, byte[]>> secret(LoadTest test, int number) {
        return cluster.secret(test, RunObjects.secretName(test, number));
    }

    private Optional<ClusterRun> read(String namespace, int number, Map<String, byte[]> secret) {
        byte[] token = secret.get(RunObjects.TOKEN);
        byte[] packedSpec = secret.get(RunObjects.SPEC);
        if (token == null || packedSpec == null) {
            LOG.warn("expected {} and {} in the run's Secret, found {}", RunObjects.TOKEN, RunObjects.SPEC,
                    secret.keySet());
            return Optional.empty();
        }
        try {
            LoadTestSpec spec = json.readValue(packedSpec, LoadTestSpec.class);
            String bearer = new String(token, StandardCharsets.UTF_8);
            RunPlan plan = RunPlan.of(spec);
            WorkerFleet fleet = new WorkerFleet(plan.taskNames(), plan.firstSecond(),
                    new WorkerClient.Shared(http, bearer, time, limits, namespace), metrics::workerCallFailed);
            return Optional.of(new ClusterRun(number, spec, fleet, secret, time.instant()));
        } catch (IOException e) {
            LOG.warn("expected a spec in the run's Secret, found something else", e);
            return Optional.empty();
        }
    }

    /// The spec in the format of the run's Secret.
    byte[] write(LoadTestSpec spec) {
        try {
            return json.writeValueAsBytes(spec);
        } catch (IOException impossible) {
            throw new IllegalStateException("a spec is always JSON", impossible);
        }
    }

    /// Ends the workers of a deleted LoadTest, and removes its run from memory. Kubernetes ends their processes too, but a worker
    /// takes that for an eviction and waits for a successor.
    void end(LoadTest test) {
        ClusterRun run = byTest.remove(test.getMetadata().getUid());
        if (run != null) {
            metrics.runs(byTest.size());
            Thread.ofVirtual().start(() -> {
                try {
                    run.fleet().end();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    /// Removes the run of a LoadTest from memory.
    void forget(LoadTest test) {
        forget(test.getMetadata().getUid());
    }

    /// Removes the runs of all LoadTests but these (by UID) from memory.
    void retain(Set<String> uids) {
        byTest.keySet().stream().filter(uid -> !uids.contains(uid)).forEach(this::forget);
    }

    private void forget(String uid) {
        ClusterRun known = byTest.remove(uid);
        if (known != null) {
            known.fleet().close();
        }
        metrics.runs(byTest.size());
    }
}
