package io.fareswarm.api.worker;

/// Of a task's samples, those that ended after the duration, in the graceful stop: they count in everything but in rates.
///
/// @param requests samples that ended then
/// @param failures of them, those whose outcome is not the one that the task expects
/// @param answers of them, those with a whole answer, whatever its status
public record Drained(long requests, long failures, long answers) {
    /// Nothing ended after the duration.
    public static final Drained NONE = new Drained(0, 0, 0);
}
