package io.fareswarm.protocol;

/// Of a task's samples, those that ended after the duration, in the graceful stop: they count in everything but in rates.
///
/// @param requests samples that ended then
/// @param failures of them, those whose outcome is not the one that the task expects
/// @param answers of them, those with a whole answer, whatever its status
public record DrainReport(long requests, long failures, long answers) {
    /// Nothing ended after the duration.
    public static final DrainReport NONE = new DrainReport(0, 0, 0);
}
