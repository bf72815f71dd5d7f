package io.fareswarm.operator.run;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.fareswarm.operator.result.report.Series.Note;
import io.fareswarm.operator.result.report.Series.Note.Kind;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

import static io.fareswarm.operator.run.Situation.running;
import static org.assertj.core.api.Assertions.assertThat;

class RunNotesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aLostWorkerIsNotedAtItsFirstSecondWithoutAReportAndItsReplacementAtItsFirstSecond() {
        Situation taken = running("1m").after(SECOND.multipliedBy(10)).reported(0, 10, 100, 0)
                .reported(1, 8, 100, 0).failed(1, "out of memory").decided().after(SECOND.multipliedBy(8)).successor(1)
                .decided()
                .successor(1, WorkerState.Armed, 20);
        assertThat(RunNotes.of(taken.observation())).containsExactly(
                new Note(8, Kind.lost, 1, "worker 1: failed: out of memory"),
                new Note(20, Kind.replaced, 1, "worker 1: another process sends its share"));
        assertThat(RunNotes.counted(taken.decide().status())).isEqualTo(2);

        Situation silent = running("1m").after(SECOND.multipliedBy(20)).reported(1, 4, 100, 0)
                .silent(1, Duration.ofSeconds(16));
        assertThat(RunNotes.of(silent.observation()))
                .containsExactly(new Note(4, Kind.lost, 1, "worker 1: no response for more than 15 s"));
    }

    @Test
    void aWorkerThatHandsItsShareOverIsReplacedAndNotLost() {
        Situation over = running("1m").after(SECOND.multipliedBy(10)).reported(0, 10, 100, 0).reported(1, 10, 100, 0)
                .left(1, new WorkerStatus.Leaving(20L, true)).successor(1, WorkerState.Running, 20);
        assertThat(RunNotes.of(over.observation()))
                .containsExactly(new Note(20, Kind.replaced, 1, "worker 1: another process sends its share"));
    }

    @Test
    void aRunWithoutEventsHasNoNotes() {
        assertThat(RunNotes.of(running().observation())).isEmpty();
        assertThat(RunNotes.counted(null)).isZero();
    }
}
