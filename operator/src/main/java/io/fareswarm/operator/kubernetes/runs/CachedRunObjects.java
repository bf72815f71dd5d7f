package io.fareswarm.operator.kubernetes.runs;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

import io.fareswarm.api.LoadTest;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.FailedCreates;
import io.fareswarm.operator.kubernetes.Labels;

/// The cached objects of one LoadTest at one moment; pure.
///
/// @param jobs Jobs of all its runs
/// @param pods pods of all its runs
/// @param reports metadata of the report ConfigMaps of all its runs
/// @param failedCreates FailedCreate events of its Jobs
record CachedRunObjects(LoadTest test, TargetModel model, List<Job> jobs, List<Pod> pods,
        List<ConfigMap> reports,
        FailedCreates failedCreates) {
    Optional<Job> job(int run) {
        String name = RunObjects.name(test.getMetadata().getName(), run);
        return jobs.stream().filter(job -> job.getMetadata().getName().equals(name) && Cluster.isOwner(test, job))
                .findFirst();
    }

    /// The objects of all runs that workers need.
    List<HasMetadata> made() {
        return Stream.<HasMetadata>concat(jobs.stream(), pods.stream()).toList();
    }

    List<Job> jobsOfOtherRuns(int run) {
        String name = RunObjects.name(test.getMetadata().getName(), run);
        return jobs.stream().filter(job -> !job.getMetadata().getName().equals(name) && Cluster.isOwner(test, job))
                .toList();
    }

    /// Whether a Job's status counts active pods.
    static boolean isActive(Job job) {
        return job.getStatus() != null && job.getStatus().getActive() != null && job.getStatus().getActive() > 0;
    }

    /// The metadata of the ConfigMap with what is stored of a run.
    Optional<ConfigMap> report(int run) {
        String name = RunObjects.name(test.getMetadata().getName(), run);
        return reports.stream().filter(one -> one.getMetadata().getName().equals(name) && Cluster.isOwner(test, one))
                .findFirst();
    }

    /// The pods that a run's Job has made; a pod that only has its labels is none.
    List<Pod> pods(int run) {
        return job(run).map(job -> WorkerPods.of(job, pods)).orElse(List.of());
    }

    /// Reason why the run's Job lacks pods.
    Optional<String> obstacle(int run) {
        return job(run).flatMap(job -> failedCreates.of(job, WorkerPods.of(job, pods)));
    }

    /// The oldest reports beyond the history limit, but never the latest.
    List<ConfigMap> expired(int limit) {
        List<ConfigMap> newestFirst = reports.stream().filter(report -> Cluster.isOwner(test, report))
                .sorted(Comparator.comparingInt(CachedRunObjects::run).reversed()).toList();
        return newestFirst.stream().skip(Math.max(1, limit)).toList();
    }

    /// The number of the run that an object belongs to.
    static int run(HasMetadata object) {
        String run = object.getMetadata().getLabels().getOrDefault(Labels.RUN, "0");
        return run.matches("[0-9]{1,9}") ? Integer.parseInt(run) : 0;
    }
}
