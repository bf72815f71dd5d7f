package io.fareswarm.validation;

import java.util.List;

import io.fareswarm.api.FareModel;
import io.fareswarm.api.LoadTest;

/// The result of reading manifests: either all resources, or all problems.
public sealed interface Manifests {
    /// All manifests are valid. The resources have their defaults and a namespace, and no status.
    ///
    /// @param models FareModels in the order of the manifests
    /// @param tests LoadTests in the order of the manifests
    /// @param attachments Secrets and ConfigMaps, to which the other resources may refer
    record Valid(List<FareModel> models, List<LoadTest> tests, List<Attachment> attachments) implements Manifests {}

    /// At least one manifest is invalid.
    ///
    /// @param problems all problems in the order of the manifests, never empty
    record Invalid(List<Problem> problems) implements Manifests {}
}
