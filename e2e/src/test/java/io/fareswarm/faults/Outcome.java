package io.fareswarm.faults;

/// What followed from a fault.
///
/// @param struck the call or event that it struck; empty if the stage ended before
/// @param difference the difference from the state without a fault; empty if there is none
record Outcome(Fault fault, String struck, String difference) {
    /// Whether the fault struck.
    boolean isDrawn() {
        return !struck.isEmpty();
    }

    boolean isConverged() {
        return difference.isEmpty();
    }
}
