package io.fareswarm.operator.run;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.operator.result.Measured;

/// All that a decision about a LoadTest may depend on.
///
/// @param generation of the spec
/// @param status as it was last written; null for a new LoadTest
/// @param workers of the run `spec.run`, gone ones too
/// @param measured what those workers reported, merged
public record Observation(String namespace, String name, long generation, LoadTestSpec spec,
        @Nullable LoadTestStatus status, TargetView target, List<WorkerView> workers, Measured measured, Instant now) {

    /// Identifies the run among all runs.
    public String runId() {
        return namespace + "/" + name + "/" + spec.run();
    }
}
