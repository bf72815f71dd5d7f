package io.fareswarm.operator.fleet;

import java.util.Objects;

import io.fareswarm.protocol.Report;

/// What is stored of a lost worker: its process, and everything that it reported.
///
/// @param report the last status, and all seconds as one total
public record LostWorker(WorkerProcess process, Report report) {
    /// @throws NullPointerException when a required part is missing, as in JSON of another program
    public LostWorker {
        Objects.requireNonNull(process.id());
        Objects.requireNonNull(process.identity());
        Objects.requireNonNull(report);
    }
}
