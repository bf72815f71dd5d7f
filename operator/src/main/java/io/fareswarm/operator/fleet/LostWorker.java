package io.fareswarm.operator.fleet;

import java.util.Objects;

import io.fareswarm.protocol.Report;

/// What is stored of a lost worker: its process, and everything that it reported.
///
/// @param report the last status, and all seconds as one total
public record LostWorker(WorkerProcess process, Report report) {
    /// Rejects what was stored without either, so that reading it fails.
    public LostWorker {
        Objects.requireNonNull(process, "expected a process, found none");
        Objects.requireNonNull(report, "expected a report, found none");
    }
}
