package io.fareswarm.operator.local;

import io.fareswarm.operator.fleet.WorkerProcess;
import io.fareswarm.operator.run.WorkerAttempt;
import io.fareswarm.operator.run.WorkerView;
import io.fareswarm.operator.run.WorkerView.Disruption;

/// A worker's child process.
///
/// @param isKilled whether it was killed because it did not respond
record LocalWorker(WorkerAttempt identity, ChildProcess child, boolean isKilled) {
    static String id(WorkerAttempt identity) {
        return "worker-" + identity.index() + (identity.attempt() == 0 ? "" : "-" + identity.attempt());
    }

    LocalWorker kill() {
        child.kill();
        return new LocalWorker(identity, child, true);
    }

    WorkerProcess process() {
        String ended = child.ended();
        return new WorkerProcess(id(identity), identity, child.address(),
                ended != null && isKilled ? WorkerView.NO_RESPONSE : ended, null,
                ended != null && child.status() == WorkerProcess.TERMINATED ? new Disruption(null) : null);
    }
}
