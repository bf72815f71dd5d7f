package io.fareswarm.operator.kubernetes.runs;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.fareswarm.operator.fleet.FleetLimits;
import io.fareswarm.operator.fleet.WorkerClient;
import io.fareswarm.operator.fleet.WorkerFleet;
import io.fareswarm.operator.result.Runs;
import io.fareswarm.operator.run.WorkerView;

import static org.assertj.core.api.Assertions.assertThat;

class ClusterRunTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final ClusterRun run = new ClusterRun(1, Runs.spec(), new WorkerFleet(List.of("get"), 0,
            new WorkerClient.Shared(http, "token", Clock.systemUTC(), FleetLimits.of(128 << 20), "fares"), () -> {}),
            Map.of("token", new byte[]{1}), Instant.EPOCH);

    @AfterEach
    void close() {
        run.fleet().close();
        http.shutdownNow();
    }

    private static Pod pod(String uid, String phase, Map<String, String> annotations) {
        return new PodBuilder().withNewMetadata().withUid(uid).withName("pod-" + uid).withAnnotations(annotations)
                .endMetadata().withNewStatus().withPhase(phase).endStatus().build();
    }

    private WorkerView observe(Pod... pods) throws InterruptedException {
        return run.observe(List.of(pods), Optional.empty()).getFirst();
    }

    @Test
    void theRunOverTimeIsDueEveryHalfMinute() {
        assertThat(run.isSeriesDue(Instant.ofEpochSecond(29), false, 0)).isFalse();
        assertThat(run.isSeriesDue(Instant.ofEpochSecond(30), false, 0)).isTrue();
        run.seriesStored(Instant.ofEpochSecond(40), 0);
        assertThat(run.isSeriesDue(Instant.ofEpochSecond(69), true, 0)).isFalse();
    }

    @Test
    void theRunOverTimeIsDueFiveSecondsAfterItsStoreWhenItsConfigMapIsGone() {
        run.seriesStored(Instant.ofEpochSecond(10), 0);
        assertThat(run.isSeriesDue(Instant.ofEpochSecond(14), false, 0)).isFalse();
        assertThat(run.isSeriesDue(Instant.ofEpochSecond(15), false, 0)).isTrue();
    }

    @Test
    void theRunOverTimeIsDueForANewNoteButNotMoreOftenThanEveryFiveSeconds() {
        assertThat(run.isSeriesDue(Instant.ofEpochSecond(1), true, 1)).isTrue();
        run.seriesStored(Instant.ofEpochSecond(10), 1);
        assertThat(run.isSeriesDue(Instant.ofEpochSecond(14), true, 2)).isFalse();
        assertThat(run.isSeriesDue(Instant.ofEpochSecond(15), true, 2)).isTrue();
        assertThat(run.isSeriesDue(Instant.ofEpochSecond(15), true, 1)).isFalse();
    }

    @Test
    void theSecretIsCheckedEveryTenSecondsAndComparedWithItsFirstContent() {
        assertThat(run.isSecretMissing(Instant.ofEpochSecond(9), Optional::empty)).isFalse();
        assertThat(run.isSecretMissing(Instant.ofEpochSecond(10), Optional::empty)).isTrue();
        assertThat(run.isSecretMissing(Instant.ofEpochSecond(19), Optional::empty)).isFalse();
        assertThat(run.isSecretMissing(Instant.ofEpochSecond(20), () -> Optional.of(Map.of("token", new byte[]{1}))))
                .isFalse();
        assertThat(run.isSecretMissing(Instant.ofEpochSecond(30), () -> Optional.of(Map.of("token", new byte[]{2}))))
                .isTrue();
    }

    @Test
    void theJobsAnnotationsGiveAPodsWorkerIndexAndAttempt() throws Exception {
        WorkerView view = observe(pod("a", "Running", Map.of("batch.kubernetes.io/job-completion-index", "3",
                "batch.kubernetes.io/job-index-failure-count", "1",
                "batch.kubernetes.io/job-index-ignored-failure-count", "2")));
        assertThat(view.identity().index()).isEqualTo(3);
        assertThat(view.identity().attempt()).isEqualTo(3);
        assertThat(view.process().ended()).isNull();
    }

    @Test
    void annotationsThatAreNoNumbersCountAsZero() throws Exception {
        WorkerView view = observe(pod("a", "Running", Map.of("batch.kubernetes.io/job-completion-index", "-1")));
        assertThat(view.identity().index()).isZero();
        assertThat(view.identity().attempt()).isZero();
    }

    @Test
    void aPodThatDisappearsIsAWorkerThatEnded() throws Exception {
        Pod pod = pod("a", "Running", Map.of());
        assertThat(observe(pod).process().ended()).isNull();
        assertThat(observe().process().ended()).isEqualTo("its pod was deleted");
        assertThat(observe(pod).process().ended()).isEqualTo("its pod was deleted");
    }

    @Test
    void theFirstObservedEndOfAPodIsFinalWhenThePodIsDeleted() throws Exception {
        observe(pod("a", "Failed", Map.of()));
        assertThat(observe().process().ended()).isEqualTo("ended");
    }

    @Test
    void anEvictedPodIsDisruptedAndAKilledOneIsNot() throws Exception {
        PodBuilder running = new PodBuilder(pod("a", "Running", Map.of()));
        String at = "2026-01-01T10:01:00Z";
        Pod evicted = running.editMetadata().withDeletionTimestamp(at).withDeletionGracePeriodSeconds(60L).endMetadata()
                .build();
        assertThat(observe(evicted).process().disruption())
                .isEqualTo(new WorkerView.Disruption(at));
        assertThat(observe().process().disruption()).as("the pod is gone").isNotNull();
        Pod killed = new PodBuilder(pod("b", "Running", Map.of())).editMetadata().withDeletionTimestamp(at)
                .withDeletionGracePeriodSeconds(0L).endMetadata().build();
        Pod preempted = new PodBuilder(pod("c", "Failed", Map.of())).editStatus().addNewCondition()
                .withType("DisruptionTarget").withStatus("True").endCondition().endStatus().build();
        Pod terminated = new PodBuilder(pod("d", "Failed", Map.of())).editStatus().addNewContainerStatus()
                .withNewState().withNewTerminated().withExitCode(143).endTerminated().endState().endContainerStatus()
                .endStatus().build();
        assertThat(run.observe(List.of(killed, preempted, terminated), Optional.empty()).stream()
                .filter(view -> view.process().disruption() != null).map(WorkerView::id))
                .containsExactlyInAnyOrder("a", "c", "d");
    }

    @Test
    void aSecondJobOfTheSameNameIsNotTheRunsOwn() {
        assertThat(run.isJobDeleted(Optional.empty())).isFalse();
        assertThat(run.job(Optional.of(job("first")))).hasValue(job("first"));
        assertThat(run.isJobDeleted(Optional.of(job("first")))).isFalse();
        assertThat(run.job(Optional.of(job("second")))).hasValue(job("first"));
        assertThat(run.isJobDeleted(Optional.of(job("second")))).isTrue();
        assertThat(run.isJobDeleted(Optional.empty())).isTrue();
    }

    private static Job job(String uid) {
        return new JobBuilder().withNewMetadata().withName("rush-run-1").withUid(uid).endMetadata().build();
    }

    @Test
    void podsBeyondABoundAreIgnored() throws Exception {
        Pod[] many = IntStream.range(0, 10_000).mapToObj(number -> pod("pod-" + number, "Failed", Map.of()))
                .toArray(Pod[]::new);
        assertThat(run.observe(List.of(many), Optional.empty())).hasSizeLessThan(200);
    }
}
