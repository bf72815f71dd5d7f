package io.fareswarm.protocol;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// What a worker measured: closed seconds, which never change again, and a cumulative total where the seconds alone do
/// not tell everything.
///
/// @param seconds the kept closed seconds after the one asked for, oldest first
/// @param total everything measured so far, in place of all seconds: there when the worker is finished, or when a second
/// after the one asked for is no longer kept
public record Report(WorkerStatus status, List<IntervalReport> seconds, @Nullable TotalReport total) {}
