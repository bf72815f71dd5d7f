package io.fareswarm.operator.run;

/// State of the objects without which a run cannot go on: on a cluster, its Secret and its Job.
public sealed interface ObjectsView {
    /// Nothing is missing, or nothing has been created yet. Always so on one machine.
    record Complete() implements ObjectsView {}

    /// The Secret is missing or has other content, and the platform can restore it from memory.
    record SecretMissing() implements ObjectsView {}

    /// An object is missing for good, so no worker can be created any more. Workers that still exist may be called.
    ///
    /// @param message what is missing
    record Lost(String message) implements ObjectsView {}
}
