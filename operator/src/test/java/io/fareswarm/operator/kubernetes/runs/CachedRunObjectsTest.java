package io.fareswarm.operator.kubernetes.runs;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.LoadTest;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.FailedCreates;
import io.fareswarm.operator.kubernetes.Labels;

import static org.assertj.core.api.Assertions.assertThat;

class CachedRunObjectsTest {
    private static final LoadTest TEST = test("uid-1");
    /// A deleted test of the same name, whose objects are not deleted yet.
    private static final LoadTest NAMESAKE = test("uid-0");

    private static LoadTest test(String uid) {
        LoadTest test = new LoadTest();
        test.setMetadata(new ObjectMetaBuilder().withName("rush").withNamespace("fares").withUid(uid).build());
        return test;
    }

    private static Job job(LoadTest owner, int run) {
        return new JobBuilder().withNewMetadata().withName("rush-run-" + run).withUid("job-" + run)
                .withOwnerReferences(Cluster.owner(owner)).endMetadata().withNewSpec().withCompletions(2).endSpec()
                .build();
    }

    private static ConfigMap report(LoadTest owner, int run) {
        return new ConfigMapBuilder().withNewMetadata().withName("rush-run-" + run)
                .withLabels(Map.of(Labels.RUN, Integer.toString(run))).withOwnerReferences(Cluster.owner(owner))
                .endMetadata().build();
    }

    private static CachedRunObjects resources(List<Job> jobs, List<Pod> pods, List<ConfigMap> reports) {
        return new CachedRunObjects(TEST, TargetModel.NONE, jobs, pods, reports, new FailedCreates(List.of()));
    }

    @Test
    void theJobOfAnEarlierRunIsNotTheJobOfTheRun() {
        CachedRunObjects resources = resources(List.of(job(TEST, 1), job(TEST, 2)), List.of(), List.of());
        assertThat(resources.job(2)).hasValue(job(TEST, 2));
        assertThat(resources.jobsOfOtherRuns(2)).containsExactly(job(TEST, 1));
    }

    @Test
    void objectsOfADeletedTestOfTheSameNameAreIgnored() {
        CachedRunObjects resources = resources(List.of(job(NAMESAKE, 1), job(NAMESAKE, 2)), List.of(),
                List.of(report(NAMESAKE, 1), report(NAMESAKE, 2)));
        assertThat(resources.job(1)).isEmpty();
        assertThat(resources.jobsOfOtherRuns(1)).isEmpty();
        assertThat(resources.expired(1)).isEmpty();
    }

    private static Pod pod(OwnerReference owner, String name, String index) {
        return new PodBuilder().withNewMetadata().withName(name).withUid(name)
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .withAnnotations(Map.of("batch.kubernetes.io/job-completion-index", index)).withOwnerReferences(owner)
                .endMetadata().build();
    }

    private static List<Pod> pods(Pod... all) {
        return resources(List.of(job(TEST, 1)), List.of(all), List.of()).pods(1);
    }

    @Test
    void thePodsOfARunAreThoseThatItsJobMade() {
        OwnerReference job = Cluster.owner(job(TEST, 1));
        Pod own = pod(job, "rush-run-1-0-abcde", "0");
        assertThat(pods(own)).containsExactly(own);
        assertThat(resources(List.of(), List.of(own), List.of()).pods(1)).isEmpty();
    }

    @Test
    void aPodThatTheJobCannotHaveMadeIsNoWorker() {
        OwnerReference job = Cluster.owner(job(TEST, 1));
        assertThat(pods(new PodBuilder().withNewMetadata().withName("rush-run-1-0-abcde").endMetadata().build(),
                pod(new OwnerReferenceBuilder(job).withController(false).build(), "rush-run-1-0-abcde", "0"),
                pod(new OwnerReferenceBuilder(job).withUid("another").build(), "rush-run-1-0-abcde", "0"),
                pod(new OwnerReferenceBuilder(job).withKind("ReplicaSet").build(), "rush-run-1-0-abcde", "0"),
                pod(new OwnerReferenceBuilder(job).withName("rush-run-2").build(), "rush-run-1-0-abcde", "0"),
                pod(job, "mine", "0"),
                pod(job, "rush-run-1-1-abcde", "0"), pod(job, "rush-run-1-2-abcde", "2"),
                pod(job, "rush-run-1-0-abcde", "none"))).isEmpty();
    }

    @Test
    void ofManyLivingPodsOfAnIndexTheOldestThreeAreWorkers() {
        OwnerReference job = Cluster.owner(job(TEST, 1));
        List<Pod> many = IntStream.range(0, 9)
                .mapToObj(number -> new PodBuilder(pod(job, "rush-run-1-0-" + number, "0")).editMetadata()
                        .withCreationTimestamp("2026-01-01T00:00:0%dZ".formatted(9 - number)).endMetadata().build())
                .toList();
        assertThat(pods(many.toArray(Pod[]::new))).extracting(pod -> pod.getMetadata().getName())
                .containsExactly("rush-run-1-0-8", "rush-run-1-0-7", "rush-run-1-0-6");
    }

    @Test
    void theOldestReportsBeyondTheLimitExpireButNeverTheLatest() {
        List<ConfigMap> three = List.of(report(TEST, 9), report(TEST, 11), report(TEST, 10));
        assertThat(resources(List.of(), List.of(), three).expired(2)).containsExactly(report(TEST, 9));
        assertThat(resources(List.of(), List.of(), three).expired(0)).containsExactly(report(TEST, 10),
                report(TEST, 9));
    }
}
