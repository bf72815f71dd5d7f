package io.fareswarm.operator.fleet;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import io.fareswarm.operator.run.WorkerAttempt;
import io.fareswarm.operator.run.WorkerView.Disruption;

/// State of the process of one worker, a child process or a pod, as observed by the platform.
///
/// @param id identity of the process, such as a pod's UID; a later attempt of the same index has another one
/// @param address `http://HOST:PORT` of the worker protocol; null while the process has none
/// @param ended how the process ended (`exited with status 137`); null while it lives
/// @param problem the platform's message about why the worker is not ready; null if none is known
/// @param disruption the end of the process by somebody else, such as an eviction of its pod; null without one
public record WorkerProcess(String id, WorkerAttempt identity, @Nullable URI address, @Nullable String ended,
        @Nullable String problem, @Nullable Disruption disruption) {
    /// Exit status of a process that ended after SIGTERM.
    public static final int TERMINATED = 143;

    /// A process that nobody ends.
    public WorkerProcess(String id, WorkerAttempt identity, @Nullable URI address, @Nullable String ended,
            @Nullable String problem) {
        this(id, identity, address, ended, problem, null);
    }

    /// A copy for the process after its end.
    public WorkerProcess ended(String how) {
        return new WorkerProcess(id, identity, null, how, problem, disruption);
    }
}
