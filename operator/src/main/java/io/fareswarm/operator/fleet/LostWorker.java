package io.fareswarm.operator.fleet;

import java.util.Objects;

import io.fareswarm.protocol.Report;

/// Stored entry of a lost worker: its process, and everything that it reported.
///
/// @param report the last status, and all seconds as one total
public record LostWorker(WorkerProcess process, Report report) {
    /// @throws NullPointerException if a part is missing, which JSON that the operator did not write may lack
    public LostWorker {
        Objects.requireNonNull(process.id());
        Objects.requireNonNull(process.identity());
        Objects.requireNonNull(report);
    }
}
