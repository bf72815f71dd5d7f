package io.fareswarm.model.download;

import java.time.Duration;

/// Limits of a download.
///
/// @param bytes maximum size of the file
/// @param attempts maximum number of attempts. Another attempt follows if the server is unreachable, fails, or closes
/// the connection early
/// @param pause pause before the second attempt; it doubles before each later one
/// @param idle maximum time, in one attempt, to connect and between two reads of data
/// @param total maximum time of all attempts together
record DownloadLimits(long bytes, int attempts, Duration pause, Duration idle, Duration total) {
    /// Default limits. 64 GiB is ten times the largest known file of rides, and takes six hours at 3 MB/s.
    static final DownloadLimits STANDARD = new DownloadLimits(64L << 30, 3, Duration.ofSeconds(2),
            Duration.ofMinutes(1), Duration.ofHours(6));
}
