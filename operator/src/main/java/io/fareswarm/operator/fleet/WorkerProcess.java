package io.fareswarm.operator.fleet;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import io.fareswarm.operator.run.WorkerAttempt;

/// The process of one worker, as its platform sees it now: a child process or a pod.
///
/// @param id identity of this process for ever (a pod's UID): a successor with the same worker index has another one
/// @param address `http://HOST:PORT` of the worker protocol; null while the process has none
/// @param ended how the process ended (`exited with status 137`); null while it lives
/// @param problem what keeps the worker from getting ready, in the platform's words; null when nothing is known
public record WorkerProcess(String id, WorkerAttempt identity, @Nullable URI address, @Nullable String ended,
        @Nullable String problem) {
    /// The same process after its end.
    public WorkerProcess ended(String how) {
        return new WorkerProcess(id, identity, null, how, problem);
    }
}
