package io.fareswarm.protocol;

import java.util.List;

/// Load and duration of a started run after edits of its spec.
///
/// @param run id of the run, as in the slice
/// @param durationMillis replaces the slice's duration
/// @param changes of the load since the run began, one for each edit, in the order of their seconds; they replace the slice's
public record LoadRevision(String run, long durationMillis, List<LoadChange> changes) {
    /// @throws IllegalArgumentException when the run or the changes are missing, as they may be in JSON
    public LoadRevision {
        if (run == null || changes == null) {
            throw new IllegalArgumentException(
                    "expected run and changes in the revision, found " + (run == null ? "no run" : "no changes"));
        }
        changes = List.copyOf(changes);
    }

    /// The load and the duration of a slice.
    public static LoadRevision of(Slice slice) {
        return new LoadRevision(slice.run().id(), slice.timing().durationMillis(), slice.workload().changes());
    }

    /// Number of the revision: how many edits it contains.
    public int number() {
        return changes.size();
    }
}
