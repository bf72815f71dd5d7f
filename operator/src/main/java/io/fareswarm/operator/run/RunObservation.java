package io.fareswarm.operator.run;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Edit;
import io.fareswarm.operator.result.MergedResult;

/// All that a decision about a LoadTest may depend on.
///
/// @param generation of the spec
/// @param spec as it is now
/// @param status as it was last written; null for a new LoadTest
/// @param workers of the run [#run()], gone ones too
/// @param measured what those workers reported, merged
public record RunObservation(String namespace, String name, long generation, LoadTestSpec spec,
        @Nullable LoadTestStatus status, TargetView target, List<WorkerView> workers, MergedResult measured,
        ClusterView cluster, Instant now) {

    /// The number of the run that is decided on: one that was begun goes on until it is over, whatever the spec says
    /// meanwhile.
    public int run() {
        return run(spec, status);
    }

    /// The same, for a platform that has yet to look.
    public static int run(LoadTestSpec spec, @Nullable LoadTestStatus status) {
        if (status == null || status.run() == null || status.phase() == null) {
            return spec.run();
        }
        return switch (status.phase()) {
            case Preparing, Running, Finishing -> status.run().number();
            case Pending, Finished, Error -> spec.run();
        };
    }

    /// Identifies the run among all runs.
    public String runId() {
        return namespace + "/" + name + "/" + run();
    }

    /// The spec as it was when the run was created.
    LoadTestSpec begun() {
        return cluster.begunWith() == null ? spec : cluster.begunWith();
    }

    /// The edits of the spec that the run has taken up.
    List<Edit> edits() {
        LoadTestStatus.Run run = status == null ? null : status.run();
        return run != null && run.number() == run() && cluster.begunWith() != null ? run.allEdits() : List.of();
    }

    /// What the run does: as the spec was when it was created, with the edits that it has taken up.
    public LoadTestSpec runSpec() {
        return edits().isEmpty() ? begun() : begun().edited(edits().getLast());
    }

    /// Whether the spec asks for something else than what runs.
    boolean edited() {
        return !runSpec().sameRun(spec);
    }
}
