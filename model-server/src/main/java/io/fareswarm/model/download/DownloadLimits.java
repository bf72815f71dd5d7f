package io.fareswarm.model.download;

import java.time.Duration;

/// What a download may take.
///
/// @param bytes the file's length at most
/// @param tries how often it is begun, when the server cannot be reached, fails, or breaks off
/// @param pause before the second try; before each later one twice the pause before
/// @param idle without a byte for so long, a try is given up; so it is without a connection
/// @param whole of all tries together
record DownloadLimits(long bytes, int tries, Duration pause, Duration idle, Duration whole) {
    /// 64 GiB is ten times the largest file of rides there is; six hours are enough for it at 3 MB a second.
    static final DownloadLimits STANDARD = new DownloadLimits(64L << 30, 3, Duration.ofSeconds(2),
            Duration.ofMinutes(1),
            Duration.ofHours(6));
}
