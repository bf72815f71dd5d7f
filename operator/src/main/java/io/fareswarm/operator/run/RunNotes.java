package io.fareswarm.operator.run;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.result.report.Series.Note;
import io.fareswarm.operator.result.report.Series.Note.Kind;

/// Notes of a run for its charts: its edits, its lost workers and their replacements. They are a function of the observation,
/// so a restarted operator makes the same ones.
public final class RunNotes {
    private RunNotes() {}

    /// The notes of the run so far.
    public static List<Note> of(RunObservation seen) {
        return Stream.concat(seen.edits().stream().map(Note::of),
                WorkerSet.of(seen).indexes().stream().flatMap(index -> notes(index, seen.fleet().measured()))).toList();
    }

    /// How many edits, lost and replaced workers a status counts.
    public static int counted(@Nullable LoadTestStatus status) {
        int edits = status == null || status.run() == null ? 0 : status.run().allEdits().size();
        WorkersStatus workers = status == null ? null : status.workers();
        return workers == null
                ? edits
                : edits + workers.lost() + Objects.requireNonNullElse(workers.replaced(), 0);
    }

    private static Stream<Note> notes(WorkerIndex index, MergedResult measured) {
        Stream<Note> lost = index.lost().stream()
                .map(worker -> new Note(Math.max(worker.firstSecond(), measured.through(worker.id()) + 1), Kind.lost,
                        index.index(), "worker %d: %s".formatted(index.index(), index.lossReason(worker))));
        Stream<Note> replaced = Stream.concat(index.lost().stream(), index.handedOver().stream())
                .flatMap(worker -> index.successor(worker).stream())
                .map(next -> new Note(next.firstSecond(), Kind.replaced, index.index(),
                        "worker %d: another process sends its share".formatted(index.index())));
        return Stream.concat(lost, replaced);
    }
}
