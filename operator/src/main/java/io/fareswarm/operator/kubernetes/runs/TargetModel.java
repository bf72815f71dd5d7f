package io.fareswarm.operator.kubernetes.runs;

import java.util.List;
import java.util.Optional;

import io.fareswarm.api.FareModel;

/// The FareModel that a LoadTest's target names, from the caches.
///
/// @param found the FareModel; empty if it does not exist, and for a target with a URL
/// @param others names of the namespace's FareModels, if the named one does not exist
record TargetModel(Optional<FareModel> found, List<String> others) {
    static final TargetModel NONE = new TargetModel(Optional.empty(), List.of());
}
