package io.fareswarm.operator.kubernetes.runs;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.Pod;

import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.operator.fleet.WorkerFleet;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.run.WorkerView;

/// One run in the operator's memory: its spec, its pods, and their workers. After a restart it is read again: the spec
/// from the run's Secret, reports from the workers, and those of lost workers from the run's ConfigMap. One thread at a
/// time calls its methods.
final class ClusterRun implements AutoCloseable {
    private final LoadTestSpec spec;
    private final WorkerFleet fleet;
    private final Cluster cluster;
    private final Map<String, WorkerPod> pods = new LinkedHashMap<>();

    /// @param spec that the run was created with
    ClusterRun(LoadTestSpec spec, WorkerFleet fleet, Cluster cluster) {
        this.spec = spec;
        this.fleet = fleet;
        this.cluster = cluster;
    }

    LoadTestSpec spec() {
        return spec;
    }

    WorkerFleet fleet() {
        return fleet;
    }

    /// Takes over the state of the pods, and polls their workers.
    ///
    /// @param current the run's pods that exist now
    List<WorkerView> observe(Collection<Pod> current) throws InterruptedException {
        Map<String, Pod> byId = current.stream()
                .collect(Collectors.toMap(pod -> pod.getMetadata().getUid(), Function.identity()));
        byId.forEach((id, pod) -> pods.computeIfAbsent(id, _ -> {
            WorkerPod worker = new WorkerPod(pod, cluster);
            fleet.add(worker);
            return worker;
        }));
        pods.forEach((id, pod) -> pod.update(Optional.ofNullable(byId.get(id))));
        return fleet.observe();
    }

    @Override
    public void close() {
        fleet.close();
    }
}
