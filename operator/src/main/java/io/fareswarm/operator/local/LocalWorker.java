package io.fareswarm.operator.local;

import io.fareswarm.operator.fleet.WorkerProcess;
import io.fareswarm.operator.run.RunDecision.Place;
import io.fareswarm.operator.run.WorkerView;

/// A worker's child process.
///
/// @param isKilled whether it was killed since it hung
record LocalWorker(Place place, ChildProcess child, boolean isKilled) {

    static String id(Place place) {
        return "worker-" + place.worker() + (place.incarnation() == 0 ? "" : "-" + place.incarnation());
    }

    LocalWorker kill() {
        child.kill();
        return new LocalWorker(place, child, true);
    }

    WorkerProcess process() {
        String ended = child.ended();
        return new WorkerProcess(id(place), place, child.address(),
                ended != null && isKilled ? WorkerView.SILENT : ended, null);
    }
}
