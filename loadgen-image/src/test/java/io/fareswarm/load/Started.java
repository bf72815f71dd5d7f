package io.fareswarm.load;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

import static org.assertj.core.api.Assertions.assertThat;

/// A run in progress that started at its start barrier.
final class Started {
    static final WorkerStatus STATUS = new WorkerStatus(0, true, WorkerState.Finished, null, null, null);

    final WorkerRun run;
    private final CountDownLatch finished = new CountDownLatch(1);

    Started(Slices slices) throws Exception {
        this(new WorkerRun(slices.slice(), new ReferencedFiles(null), Slices.ANYWHERE));
    }

    Started(WorkerRun run) throws Exception {
        this(run, System.nanoTime());
    }

    /// @param barrier the start barrier on the system's monotonic clock
    Started(WorkerRun run, long barrier) throws Exception {
        this.run = run;
        run.start(System::nanoTime, barrier, finished::countDown);
    }

    /// Awaits the end of the run.
    ///
    /// @return the complete report
    Report await() throws InterruptedException {
        finished.await();
        assertThat(run.problem()).isNull();
        return run.reports().after(-1, STATUS);
    }

    /// Awaits the end of the run.
    ///
    /// @return the total
    IntervalReport total() throws InterruptedException {
        return Objects.requireNonNull(await().total());
    }
}
