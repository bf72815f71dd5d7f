package io.fareswarm.operator.run;

/// Whether a run or a training may begin, within the administrator's limits.
public sealed interface Admission {
    record Admitted() implements Admission {}

    /// It waits until others end.
    ///
    /// @param message which limit is reached
    record Queued(String message) implements Admission {}

    /// It never may.
    ///
    /// @param message what was expected and what was found
    record TooLarge(String message) implements Admission {}
}
