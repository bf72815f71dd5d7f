package io.fareswarm.operator.kubernetes.runs;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.operator.run.ClusterView.CountView;
import io.fareswarm.operator.run.RunDecision;

/// Delay until the next reconciliation, if no event arrives before; pure.
final class RequeueDelay {
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration AWAITING = Duration.ofMillis(500);
    /// The interval at which workers are polled.
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LEAVING = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofSeconds(10);

    private RequeueDelay() {}

    /// The delay after a decision; empty when only an event can change anything.
    static Optional<Duration> after(RunDecision decision) {
        return switch (decision) {
            case RunDecision.NoAction(LoadTestStatus status) -> resting(status);
            case RunDecision.ReleaseWorkers(LoadTestStatus status, _) ->
                Optional.of(status.phase() == Phase.Finished || status.phase() == Phase.Error ? LEAVING : SOON);
            case RunDecision.CleanUp _ -> Optional.of(LEAVING);
            case RunDecision.CreateWorkers _ -> Optional.of(AWAITING);
            case RunDecision.AssignSlices _,RunDecision.Revise _,RunDecision.StartWorkers _,RunDecision.TakeOver _,RunDecision.HandOver _,RunDecision.KillWorkers _,RunDecision.StopWorkers _,RunDecision.StoreProgress _,RunDecision.RestoreSecret _,RunDecision.StoreResult _ ->
                Optional.of(SOON);
        };
    }

    private static Optional<Duration> resting(LoadTestStatus status) {
        return switch (Objects.requireNonNullElse(status.phase(), Phase.Pending)) {
            case Pending -> Optional.of(IDLE);
            case Preparing -> Optional.of(status.run() != null && status.run().startsAt() != null ? SOON : AWAITING);
            case Running -> Optional.of(POLL);
            case Finishing -> Optional.of(AWAITING);
            case Finished, Error -> CountView.isPending(status) ? Optional.of(LEAVING) : Optional.empty();
        };
    }
}
