package io.fareswarm.operator.result;

/// Room in memory for the measurements of one run, beside those of other runs.
public interface Room {
    /// Room for a run whose process nobody else uses.
    Room UNBOUNDED = _ -> true;

    /// Changes how much of the room is taken. Less is always possible.
    ///
    /// @param bytes memory of all measurements of the run
    /// @return whether there is room for so many; otherwise nothing changes
    boolean take(long bytes);
}
