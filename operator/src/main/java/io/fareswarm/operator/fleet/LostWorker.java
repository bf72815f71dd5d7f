package io.fareswarm.operator.fleet;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.Report;

/// What is stored of a lost worker: its identity, how it ended, and everything that it reported.
///
/// @param report the last status, and all seconds as one total
public record LostWorker(String id, int index, int attempt, String ended, Report report) implements WorkerProcess {
    @Override
    public @Nullable URI address() {
        return null;
    }

    @Override
    public @Nullable String problem() {
        return null;
    }

    @Override
    public void kill() {
        // It has ended.
    }
}
