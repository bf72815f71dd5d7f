package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestStatus;

/// The minimum time between two writes of a LoadTest's status; pure.
public final class StatusWrites {
    private static final Duration FIGURES = Duration.ofSeconds(2);
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private StatusWrites() {}

    /// Minimum time between the write of a status and the write of the next one. It is zero if more than figures and messages
    /// has changed, and otherwise two seconds. A new live window needs only one second: it comes every two seconds, and each
    /// one is written although workers are polled a little less often than every second.
    ///
    /// @param before the written status; null if none is written
    public static Duration delay(@Nullable LoadTestStatus before, LoadTestStatus after) {
        if (before == null || isUrgent(before, after)) {
            return Duration.ZERO;
        }
        return second(before) == second(after) ? FIGURES : WINDOW;
    }

    private static long second(LoadTestStatus status) {
        return status.live() == null ? -1 : status.live().second();
    }

    private static boolean isUrgent(LoadTestStatus before, LoadTestStatus after) {
        return before.phase() != after.phase() || before.verdict() != after.verdict()
                || !Objects.equals(before.run(), after.run()) || !Objects.equals(before.report(), after.report())
                || !Objects.equals(before.observedGeneration(), after.observedGeneration())
                || !reasons(before).equals(reasons(after)) || EventMessages.lost(before) != EventMessages.lost(after)
                || EventMessages.replaced(before) != EventMessages.replaced(after) || steps(before) != steps(after);
    }

    /// Number of steps of a search. A new one has to be written before it begins.
    private static int steps(LoadTestStatus status) {
        return CapacityRun.steps(status.capacity()).size();
    }

    private static List<String> reasons(LoadTestStatus status) {
        return status.conditions() == null
                ? List.of()
                : status.conditions().stream().map(one -> one.type() + one.status() + one.reason()).toList();
    }
}
