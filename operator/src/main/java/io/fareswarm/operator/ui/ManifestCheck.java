package io.fareswarm.operator.ui;

import java.util.List;

/// The result of checking a manifest.
///
/// @param problems empty for a valid one
/// @param yaml the manifest as YAML, also of an invalid one
public record ManifestCheck(List<FieldProblem> problems, String yaml) {
    /// @param path of the field, such as `spec.load.users.count`
    /// @param message what was expected and what was found
    public record FieldProblem(String path, String message) {}

    /// Whether the manifest has no problem.
    public boolean valid() {
        return problems.isEmpty();
    }
}
