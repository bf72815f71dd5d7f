package io.fareswarm.operator.kubernetes.runs;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Durations;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.WebAddress;
import io.fareswarm.operator.fleet.WorkerFleet;
import io.fareswarm.operator.fleet.WorkerProcess;
import io.fareswarm.operator.kubernetes.PodProblem;
import io.fareswarm.operator.result.report.ReportFiles;
import io.fareswarm.operator.result.report.Series;
import io.fareswarm.operator.result.report.Series.Note;
import io.fareswarm.operator.run.RunPlan;
import io.fareswarm.operator.run.TargetView;
import io.fareswarm.operator.run.WorkerAttempt;
import io.fareswarm.operator.run.WorkerView;

/// In-memory state of one run: its spec, its pods and their workers. After a restart of the operator it is restored: the
/// spec from the run's Secret, reports from the workers, and the reports of lost workers from the run's ConfigMap. Not
/// thread-safe.
final class ClusterRun {
    private static final String FAILURES = "batch.kubernetes.io/job-index-failure-count";
    private static final String IGNORED = "batch.kubernetes.io/job-index-ignored-failure-count";
    /// Number of pods, for each worker index, beyond which further ones are ignored: the Job replaces an evicted pod always.
    private static final int MOST_PODS_OF_AN_INDEX = 50;
    /// How often the run over time is stored.
    private static final Duration SERIES_INTERVAL = Duration.ofSeconds(30);
    /// Time after a store until the run over time is stored again because its ConfigMap is missing, or for a note. The caches
    /// may be behind.
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(5);
    /// How often the target and the Secret of a run are checked again.
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(10);

    private final int number;
    private final LoadTestSpec spec;
    private final WorkerFleet fleet;
    private final Map<String, byte[]> secret;
    private final Map<String, WorkerProcess> pods = new LinkedHashMap<>();
    private Optional<Series> storedSeries = Optional.empty();
    private @Nullable Instant seriesStoredAt;
    private int notesStored;
    private Instant seriesDueAt;
    private Instant secretDueAt;
    private @Nullable Job job;
    private @Nullable TargetView target;
    private Instant targetDueAt = Instant.MIN;

    /// @param spec spec at the run's creation
    /// @param secret content of the run's Secret
    /// @param now time at which the run is read
    ClusterRun(int number, LoadTestSpec spec, WorkerFleet fleet, Map<String, byte[]> secret, Instant now) {
        this.number = number;
        this.spec = spec;
        this.fleet = fleet;
        this.secret = Map.copyOf(secret);
        this.secretDueAt = now.plus(CHECK_INTERVAL);
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
        storedSeries = LostWorkerCodec.series(report);
    }

    /// The run's target. While it is not ready, which is no reason to stop, the view of before stays.
    ///
    /// @param look reads the target's state
    TargetView target(Instant now, Supplier<TargetView> look) {
        TargetView known = target;
        if (known != null && now.isBefore(targetDueAt)) {
            return known;
        }
        TargetView seen = look.get();
        boolean isReady = !(seen instanceof TargetView.NotReady || seen instanceof TargetView.Missing);
        TargetView current = !isReady && known instanceof TargetView.Ready before ? before : seen;
        target = current;
        // A run whose target was never ready waits for it, so it looks again at once.
        targetDueAt = isReady || current instanceof TargetView.Ready ? now.plus(CHECK_INTERVAL) : now;
        return current;
    }

    /// Whether the run over time should be stored again: from time to time, when its ConfigMap was deleted, and when there
    /// are more notes.
    ///
    /// @param stored whether the ConfigMap exists
    /// @param notes how many edits, lost and replaced workers the status counts
    boolean isSeriesDue(Instant now, boolean stored, int notes) {
        boolean isGone = !stored && seriesStoredAt != null;
        boolean isRested = seriesStoredAt == null || !now.isBefore(seriesStoredAt.plus(MIN_INTERVAL));
        return (isRested && (isGone || notes != notesStored)) || !now.isBefore(seriesDueAt);
    }

    /// @param notes how many edits, lost and replaced workers the status counts
    void seriesStored(Instant now, int notes) {
        seriesStoredAt = now;
        seriesDueAt = now.plus(SERIES_INTERVAL);
        notesStored = notes;
    }

    /// The run over time, with what another operator measured before.
    ///
    /// @param notes what this operator has observed in the run
    Series series(List<Note> notes) {
        Series own = Series.of(RunPlan.wholeSeconds(Durations.parse(spec.warmup())), notes, fleet.measured());
        return storedSeries.map(own::after).orElse(own);
    }

    /// Whether the Secret is not as it was when the run was read, so that a restarted operator could not continue the run.
    ///
    /// @param look reads the content of the run's Secret; empty if there is none of the run
    boolean isSecretMissing(Instant now, Supplier<Optional<Map<String, byte[]>>> look) {
        if (now.isBefore(secretDueAt)) {
            return false;
        }
        secretDueAt = now.plus(CHECK_INTERVAL);
        return look.get().filter(this::isSecret).isEmpty();
    }

    private boolean isSecret(Map<String, byte[]> found) {
        return found.keySet().equals(secret.keySet())
                && found.keySet().stream().allMatch(key -> Arrays.equals(found.get(key), secret.get(key)));
    }

    /// The content of the run's Secret.
    Map<String, byte[]> secret() {
        return secret;
    }

    /// The Job that the run began with, also after its deletion: its pods may still exist. Empty before the Job exists.
    ///
    /// @param current the Job of the run's name; it may be another one
    Optional<Job> job(Optional<Job> current) {
        if (current.filter(found -> job == null || isOwn(found)).isPresent()) {
            job = current.get();
        }
        return Optional.ofNullable(job);
    }

    /// Whether the run's Job was deleted.
    ///
    /// @param current the Job of the run's name; it may be another one
    boolean isJobDeleted(Optional<Job> current) {
        return job != null && current.filter(this::isOwn).isEmpty();
    }

    private boolean isOwn(Job other) {
        return job != null && job.getMetadata().getUid().equals(other.getMetadata().getUid());
    }

    /// Updates the state of the pods, and polls their workers. The first observed end of a pod is final.
    ///
    /// @param current the run's pods that exist now
    /// @param barrier the start barrier of the run; empty before it is set
    List<WorkerView> observe(Collection<Pod> current, Optional<Instant> barrier) throws InterruptedException {
        int most = MOST_PODS_OF_AN_INDEX * (1 + spec.workers().count());
        for (Pod pod : current) {
            String uid = pod.getMetadata().getUid();
            if (pods.containsKey(uid) || pods.size() < most) {
                pods.merge(uid, process(pod), (before, now) -> before.ended() == null ? now : before);
            }
        }
        Set<String> ids = current.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
        pods.replaceAll((id, pod) -> pod.ended() != null || ids.contains(id) ? pod : pod.ended(PodProblem.DELETED));
        return fleet.observe(pods.values(), barrier);
    }

    private static WorkerProcess process(Pod pod) {
        // The Job's controller counts how many pods had the index before.
        WorkerAttempt identity = new WorkerAttempt(WorkerPods.index(pod).orElse(0),
                WorkerPods.annotation(pod, FAILURES).orElse(0) + WorkerPods.annotation(pod, IGNORED).orElse(0));
        return new WorkerProcess(pod.getMetadata().getUid(), identity, address(pod), PodProblem.ended(pod),
                PodProblem.of(pod).orElse(null), WorkerPods.disruption(pod).orElse(null));
    }

    private static @Nullable URI address(Pod pod) {
        String ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
        return ip == null || ip.isEmpty() ? null : WebAddress.http(ip, RunObjects.PORT);
    }
}
