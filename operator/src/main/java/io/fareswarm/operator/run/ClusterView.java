package io.fareswarm.operator.run;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestSpec;

/// What only a cluster adds to an observation: a spec edited during its run, rejected pods, and objects that stay behind.
/// A run on one machine has [#NONE] of it.
///
/// @param startSpec the spec that the run was created with; null before it was created
/// @param obstacle why the cluster rejects the workers, in its own words; null when it does not
/// @param report name of the ConfigMap for the run's report; null where reports are not stored
/// @param seriesDue whether the run over time was stored so long ago that it should be stored again
/// @param leftovers whether objects of a finished run still exist
public record ClusterView(@Nullable LoadTestSpec startSpec, @Nullable String obstacle, @Nullable String report,
        boolean seriesDue, boolean leftovers, CountView count) {
    public static final ClusterView NONE = new ClusterView(null, null, null, false, false,
            new CountView.NoPrometheus());

    /// The requests of a finished run as Prometheus counted them.
    public sealed interface CountView {
        /// No Prometheus is configured.
        record NoPrometheus() implements CountView {}

        /// The run is not over, or its count is known already.
        record NotQueried() implements CountView {}

        /// @param requests of the measured time, over all workers
        record Counted(long requests) implements CountView {}

        /// @param message why Prometheus gave no count
        record Unknown(String message) implements CountView {}
    }
}
