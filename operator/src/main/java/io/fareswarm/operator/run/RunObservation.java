package io.fareswarm.operator.run;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Edit;
import io.fareswarm.operator.result.MergedResult;

/// Everything that a decision about a LoadTest depends on.
public record RunObservation(LoadTestView test, TargetView target, FleetView fleet, ClusterView cluster, Instant now) {
    /// The resource.
    ///
    /// @param generation of the spec
    /// @param spec as it is now
    /// @param status as it was last written; null for a new LoadTest
    public record LoadTestView(String namespace, String name, long generation, LoadTestSpec spec,
            @Nullable LoadTestStatus status) {}

    /// The workers of the run [#run()].
    ///
    /// @param workers with those that ended
    /// @param measured what these workers reported, merged
    public record FleetView(List<WorkerView> workers, MergedResult measured) {}

    /// The number of the run that the decision is about. A run in progress goes on until it is over, whatever the spec asks
    /// for meanwhile.
    public int run() {
        return run(spec(), status());
    }

    /// The same, for a platform that has not observed yet.
    public static int run(LoadTestSpec spec, @Nullable LoadTestStatus status) {
        if (status == null || status.run() == null || status.phase() == null) {
            return spec.run();
        }
        return switch (status.phase()) {
            case Preparing, Running, Finishing -> status.run().number();
            case Pending, Finished, Error -> spec.run();
        };
    }

    LoadTestSpec spec() {
        return test.spec();
    }

    @Nullable
    LoadTestStatus status() {
        return test.status();
    }

    /// Identifies the run among all runs.
    public String runId() {
        return test.namespace() + "/" + test.name() + "/" + run();
    }

    /// The spec when the run was created.
    LoadTestSpec startSpec() {
        return cluster.startSpec() == null ? spec() : cluster.startSpec();
    }

    /// The edits of the spec that the run has applied.
    public List<Edit> edits() {
        LoadTestStatus.Run run = status() == null ? null : status().run();
        return run != null && run.number() == run() && cluster.startSpec() != null ? run.allEdits() : List.of();
    }

    /// The spec of the run: as it was created, with the applied edits.
    public LoadTestSpec runSpec() {
        return edits().isEmpty() ? startSpec() : startSpec().edited(edits().getLast());
    }

    /// Whether the spec differs from that of the run.
    boolean edited() {
        return !runSpec().sameRun(spec());
    }
}
