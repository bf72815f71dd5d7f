package io.fareswarm.operator.run;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestSpec;

/// What only a cluster adds to an observation: there a spec can be edited while it runs, pods can be refused, and objects
/// stay behind. A run on one machine has [#NONE] of it.
///
/// @param begunWith the spec that the run was created with; null before it was
/// @param obstacle why workers could not even be created, in the cluster's own words; null when nothing is in the way
/// @param report name of the ConfigMap that keeps the run's report; null where none does
/// @param leftovers whether objects of a run that is over are still there
/// @param asksPrometheus whether the result is held against what Prometheus counted
/// @param count what that is
public record ClusterView(@Nullable LoadTestSpec begunWith, @Nullable String obstacle, @Nullable String report,
        boolean leftovers, boolean asksPrometheus, CountView count) {

    public static final ClusterView NONE = new ClusterView(null, null, null, false, false, new CountView.NotAsked());

    /// What Prometheus says of a run that is over.
    public sealed interface CountView {
        /// There is no Prometheus to ask, or nothing to ask yet.
        record NotAsked() implements CountView {}

        /// @param requests of the measured time, over all workers
        record Counted(long requests) implements CountView {}

        /// @param message why it did not say
        record Unknown(String message) implements CountView {}
    }
}
