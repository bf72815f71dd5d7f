package io.fareswarm.protocol;

import java.util.List;

/// Everything that a worker measured up to and with second `throughSecond`, the warm-up left out.
///
/// @param throughSecond the last closed second in it
/// @param seconds how many seconds of the duration are in it: neither of the warm-up nor of the drain
/// @param users the most that a second of them had
/// @param elapsedMicros how long the duration was in the end; 0 while it goes on
/// @param stalls over those seconds, the greater of the lag's 99th percentile and the longest turn
public record TotalReport(long throughSecond, long seconds, long users, long elapsedMicros, HistogramReport stalls,
        List<TaskReport> tasks,
        List<ErrorReport> errors) {}
