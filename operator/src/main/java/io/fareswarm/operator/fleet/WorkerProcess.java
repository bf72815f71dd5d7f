package io.fareswarm.operator.fleet;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/// The process of one worker, as its platform sees it: a child process or a pod.
public interface WorkerProcess {
    /// Identity of this process for ever (a pod's UID): a successor with the same index has another one.
    String id();

    /// The worker index in the run, from 0.
    int index();

    /// How many workers had the index before.
    int attempt();

    /// `http://HOST:PORT` of the worker protocol; null while the process has no address.
    @Nullable
    URI address();

    /// How the process ended (`exited with status 137`); null while it lives.
    @Nullable
    String ended();

    /// What keeps the worker from getting ready, in the platform's words; null when nothing is known.
    @Nullable
    String problem();

    /// Ends the process at once, even one that hangs.
    void kill();
}
