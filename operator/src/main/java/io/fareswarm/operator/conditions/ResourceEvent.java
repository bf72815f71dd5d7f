package io.fareswarm.operator.conditions;

/// An event of a resource.
///
/// @param warning whether its type is Warning
/// @param reason one word in CamelCase
/// @param message one sentence that does not repeat the reason
public record ResourceEvent(boolean warning, String reason, String message) {
    /// The type of the Kubernetes event.
    public String type() {
        return warning ? "Warning" : "Normal";
    }
}
