package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/// The worker processes that generate the load. Each generates an equal share.
///
/// @param count number of workers
/// @param resources resources of each worker's container
/// @param pod settings added to the workers' pods
/// @param terminationGracePeriodSeconds time from the eviction of a worker's pod until it is killed, seconds; 60 if absent. The
/// worker sends on for all but 15 s of it, until another worker continues
@JsonIgnoreProperties(ignoreUnknown = true)
public record Workers(@Default("1") @Min(1) @Max(1000) int count, @Nullable ContainerResources resources,
        @Nullable PodSettings pod,
        @Min(LEAST_GRACE_SECONDS) @Max(MOST_GRACE_SECONDS) @Nullable Integer terminationGracePeriodSeconds) {
    /// Default time from SIGTERM until a worker's process is killed. A worker sends on for all but 15 s of it, until another
    /// one continues.
    public static final int GRACE_SECONDS = 60;
    /// Minimum of that time: the 15 s, and some to send.
    public static final int LEAST_GRACE_SECONDS = 20;
    public static final int MOST_GRACE_SECONDS = 3600;

    /// Workers with the default grace period.
    public Workers(int count, @Nullable ContainerResources resources, @Nullable PodSettings pod) {
        this(count, resources, pod, null);
    }

    /// The grace period of a worker's pod, seconds.
    public int graceSeconds() {
        return terminationGracePeriodSeconds == null ? GRACE_SECONDS : terminationGracePeriodSeconds;
    }
}
