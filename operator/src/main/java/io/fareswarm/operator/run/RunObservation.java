package io.fareswarm.operator.run;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Edit;
import io.fareswarm.operator.result.MergedResult;

/// Observation of a LoadTest: the complete input of a decision.
public record RunObservation(LoadTestView test, TargetView target, FleetView fleet, ClusterView cluster, Instant now) {
    /// The LoadTest itself.
    ///
    /// @param generation generation of the spec
    /// @param spec current spec
    /// @param status status as last written; null for a new LoadTest
    public record LoadTestView(String namespace, String name, long generation, LoadTestSpec spec,
            @Nullable LoadTestStatus status) {}

    /// The workers of the run that the decision is about.
    ///
    /// @param workers all workers, including ended ones
    /// @param measured merged reports of these workers
    /// @param objects state of the objects that the workers need
    public record FleetView(List<WorkerView> workers, MergedResult measured, ObjectsView objects) {
        /// Workers whose objects are complete.
        public FleetView(List<WorkerView> workers, MergedResult measured) {
            this(workers, measured, new ObjectsView.Complete());
        }
    }

    /// Number of the run that the decision is about. It does not change while a run is in progress, even if `spec.run` is
    /// raised.
    public int run() {
        return run(test.spec(), test.status());
    }

    /// Number of the run that the next decision is about, for a platform without an observation.
    public static int run(LoadTestSpec spec, @Nullable LoadTestStatus status) {
        if (status == null || status.run() == null || status.phase() == null) {
            return spec.run();
        }
        return switch (status.phase()) {
            case Preparing, Running, Finishing -> status.run().number();
            case Pending, Finished, Error -> spec.run();
        };
    }

    /// Identifier of the run, unique among all runs.
    public String runId() {
        return test.namespace() + "/" + test.name() + "/" + run();
    }

    /// Spec at the run's creation.
    LoadTestSpec startSpec() {
        return cluster.startSpec() == null ? test.spec() : cluster.startSpec();
    }

    /// Edits of the spec that the run has applied.
    public List<Edit> edits() {
        LoadTestStatus.Run run = test.status() == null ? null : test.status().run();
        return run != null && run.number() == run() && cluster.startSpec() != null ? run.allEdits() : List.of();
    }

    /// The steps of the run's search for the capacity; empty before the first, and for another load.
    List<CapacityStatus.Step> capacitySteps() {
        LoadTestStatus status = test.status();
        return status != null && status.run() != null && status.run().number() == run()
                ? CapacityRun.steps(status.capacity())
                : List.of();
    }

    /// Spec that the run follows: the one at its creation, with the applied edits.
    public LoadTestSpec runSpec() {
        return edits().isEmpty() ? startSpec() : startSpec().edited(edits().getLast());
    }

    /// Whether the current spec differs from the one that the run follows.
    boolean edited() {
        return !runSpec().sameRun(test.spec());
    }
}
