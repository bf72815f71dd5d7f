package io.fareswarm.validation;

import java.util.List;

import io.fareswarm.api.FareModel;
import io.fareswarm.api.LoadTest;

/// What came of reading manifests: all of their resources, or all that is wrong with them. There is no half.
public sealed interface Manifests {

    /// Every manifest is valid. The resources have their defaults and a namespace, and no status.
    ///
    /// @param models in the order of the manifests
    /// @param tests in the order of the manifests
    /// @param attachments the Secrets and ConfigMaps that tests may refer to
    record Valid(List<FareModel> models, List<LoadTest> tests, List<Attachment> attachments) implements Manifests {}

    /// At least one manifest is not.
    ///
    /// @param problems in the order of the manifests, never empty
    record Refused(List<Problem> problems) implements Manifests {}
}
