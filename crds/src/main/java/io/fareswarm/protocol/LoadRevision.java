package io.fareswarm.protocol;

import java.util.List;

/// Load and duration of a running run after edits of its spec.
///
/// @param run id of the run, as in the slice
/// @param durationMillis new duration in milliseconds; replaces the slice's duration
/// @param changes all changes of the load since the start of the run, one for each edit, ordered by second; they
/// replace the slice's changes
public record LoadRevision(String run, long durationMillis, List<LoadChange> changes) {
    /// @throws IllegalArgumentException if the run or the changes are missing, as they may be in JSON
    public LoadRevision {
        if (run == null || changes == null) {
            throw new IllegalArgumentException(
                    "expected run and changes in the revision, found " + (run == null ? "no run" : "no changes"));
        }
        changes = List.copyOf(changes);
    }

    /// The revision that has the load and the duration of a slice.
    public static LoadRevision of(Slice slice) {
        return new LoadRevision(slice.run().id(), slice.timing().durationMillis(), slice.workload().changes());
    }

    /// Number of the revision, which is the number of edits that it contains.
    public int number() {
        return changes.size();
    }
}
