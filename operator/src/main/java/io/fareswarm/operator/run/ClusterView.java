package io.fareswarm.operator.run;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.operator.conditions.Conditions;

/// The part of an observation that only a cluster has: the spec at the run's creation, rejections of pods, and leftover
/// objects. A run on one machine has little of it: [#onMachine].
///
/// @param startSpec spec at the run's creation; null before
/// @param obstacle the cluster's message about rejected worker pods; null without a rejection
/// @param report name of the ConfigMap for the run's report; null where reports are not stored
/// @param seriesDue whether the run over time was stored so long ago that it should be stored again
/// @param leftovers whether objects of a finished run still exist
/// @param count the run's requests as counted by Prometheus
/// @param limits what the administrator's limits allow
public record ClusterView(@Nullable LoadTestSpec startSpec, @Nullable String obstacle, @Nullable String report,
        boolean seriesDue, boolean leftovers, CountView count, LimitView limits) {
    /// The view of a run on one machine.
    ///
    /// @param startSpec spec at the run's creation
    public static ClusterView onMachine(@Nullable LoadTestSpec startSpec) {
        return new ClusterView(startSpec, null, null, false, false, new CountView.NoPrometheus(), LimitView.NONE);
    }

    /// What the administrator's limits allow.
    ///
    /// @param admission whether the run may begin
    /// @param exceeded why an edit of a run in progress exceeds the limits; null if it does not
    public record LimitView(Admission admission, @Nullable String exceeded) {
        /// Without limits.
        public static final LimitView NONE = new LimitView(new Admission.Admitted(), null);
    }

    /// Number of requests of a finished run, as counted by Prometheus.
    public sealed interface CountView {
        /// No Prometheus is configured.
        record NoPrometheus() implements CountView {}

        /// No query is necessary: the run is not over, or the counts are compared already.
        record NotQueried() implements CountView {}

        /// @param requests number of requests in the measured time, over all workers
        record Counted(long requests) implements CountView {}

        /// @param message why Prometheus gave no count
        record Unknown(String message) implements CountView {}

        /// Whether a status says that the result has yet to be compared with Prometheus's count.
        static boolean isPending(LoadTestStatus status) {
            return Conditions.find(status.conditions(), LoadTestConditions.PROMETHEUS_AGREES)
                    .filter(one -> one.reason().equals(RunReason.CountPending.name())).isPresent();
        }
    }
}
