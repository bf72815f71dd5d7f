package io.fareswarm.operator.conditions;

/// An event of a resource.
///
/// @param warning whether its type is Warning
/// @param reason one word in CamelCase
/// @param message one sentence; empty if the reason says everything
public record ResourceEvent(boolean warning, String reason, String message) {
    /// The type of the Kubernetes event.
    public String type() {
        return warning ? "Warning" : "Normal";
    }

    /// The message of the Kubernetes event, which is never empty.
    public String text() {
        return message.isEmpty() ? reason : message;
    }
}
