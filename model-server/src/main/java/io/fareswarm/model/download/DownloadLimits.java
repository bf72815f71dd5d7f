package io.fareswarm.model.download;

import java.time.Duration;

/// Limits of a download.
///
/// @param bytes largest file
/// @param attempts largest number of attempts when the server is unreachable, fails, or closes the connection early
/// @param pause pause before the second attempt; doubled before each later one
/// @param idle longest time without a byte, or until a connection, in an attempt
/// @param total longest time of all attempts together
record DownloadLimits(long bytes, int attempts, Duration pause, Duration idle, Duration total) {
    /// 64 GiB is ten times the largest known file of rides, and takes six hours at 3 MB/s.
    static final DownloadLimits STANDARD = new DownloadLimits(64L << 30, 3, Duration.ofSeconds(2),
            Duration.ofMinutes(1), Duration.ofHours(6));
}
