package io.fareswarm.operator.kubernetes.runs;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Durations;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus.Edit;
import io.fareswarm.api.WebAddress;
import io.fareswarm.operator.fleet.WorkerFleet;
import io.fareswarm.operator.fleet.WorkerProcess;
import io.fareswarm.operator.kubernetes.PodProblem;
import io.fareswarm.operator.result.report.ReportFiles;
import io.fareswarm.operator.result.report.Series;
import io.fareswarm.operator.run.WorkerAttempt;
import io.fareswarm.operator.run.WorkerView;

/// In-memory state of one run: its spec, its pods and their workers. After a restart of the operator it is restored: the
/// spec from the run's Secret, reports from the workers, and the reports of lost workers from the run's ConfigMap. Not
/// thread-safe.
final class ClusterRun {
    private static final String INDEX = "batch.kubernetes.io/job-completion-index";
    private static final String FAILURES = "batch.kubernetes.io/job-index-failure-count";
    private static final String IGNORED = "batch.kubernetes.io/job-index-ignored-failure-count";
    /// How often the run over time is stored.
    private static final Duration SERIES_INTERVAL = Duration.ofSeconds(30);

    private final int number;
    private final LoadTestSpec spec;
    private final WorkerFleet fleet;
    private final Map<String, WorkerProcess> pods = new LinkedHashMap<>();
    private Optional<Series> storedSeries = Optional.empty();
    private Instant seriesDueAt;

    /// @param spec spec at the run's creation
    /// @param now time at which the run is read
    ClusterRun(int number, LoadTestSpec spec, WorkerFleet fleet, Instant now) {
        this.number = number;
        this.spec = spec;
        this.fleet = fleet;
        this.seriesDueAt = now.plus(SERIES_INTERVAL);
    }

    int number() {
        return number;
    }

    LoadTestSpec spec() {
        return spec;
    }

    WorkerFleet fleet() {
        return fleet;
    }

    /// Restores what another operator stored in the run's ConfigMap.
    void restore(ConfigMap report) {
        LostWorkerCodec.read(report).forEach(fleet::restore);
        storedSeries = Series.read(report.getData() == null ? null : report.getData().get(ReportFiles.SERIES));
    }

    /// Whether the run over time should be stored again.
    boolean isSeriesDue(Instant now) {
        return !now.isBefore(seriesDueAt);
    }

    void seriesStored(Instant now) {
        seriesDueAt = now.plus(SERIES_INTERVAL);
    }

    /// The run over time, with what another operator measured before.
    Series series(List<Edit> edits) {
        Series own = Series.of(Durations.parse(spec.warmup()).plusMillis(999).toSeconds(), edits, fleet.measured());
        return storedSeries.map(own::after).orElse(own);
    }

    /// Updates the state of the pods, and polls their workers. The first observed end of a pod is final.
    ///
    /// @param current the run's pods that exist now
    List<WorkerView> observe(Collection<Pod> current) throws InterruptedException {
        for (Pod pod : current) {
            pods.merge(pod.getMetadata().getUid(), process(pod),
                    (before, now) -> before.ended() == null ? now : before);
        }
        Set<String> ids = current.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
        pods.replaceAll((id, pod) -> pod.ended() != null || ids.contains(id) ? pod : pod.ended(PodProblem.DELETED));
        return fleet.observe(pods.values());
    }

    private static WorkerProcess process(Pod pod) {
        // The Job's controller counts how many pods had the index before.
        WorkerAttempt identity = new WorkerAttempt(annotation(pod, INDEX),
                annotation(pod, FAILURES) + annotation(pod, IGNORED));
        return new WorkerProcess(pod.getMetadata().getUid(), identity, address(pod), PodProblem.ended(pod),
                PodProblem.of(pod).orElse(null));
    }

    private static int annotation(Pod pod, String name) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String text = annotations == null ? null : annotations.get(name);
        return text == null || !text.matches("[0-9]{1,9}") ? 0 : Integer.parseInt(text);
    }

    private static @Nullable URI address(Pod pod) {
        String ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
        return ip == null || ip.isEmpty() ? null : WebAddress.http(ip, RunObjects.PORT);
    }
}
