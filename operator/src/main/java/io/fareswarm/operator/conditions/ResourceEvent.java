package io.fareswarm.operator.conditions;

/// An event of a resource.
///
/// @param warning whether its type is Warning
/// @param reason one word in CamelCase
/// @param message one sentence
public record ResourceEvent(boolean warning, String reason, String message) {}
