package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

/// State of one worker process, alive or ended, as observed by the platform.
///
/// @param id identity of the process, such as a pod's UID; a later attempt of the same index has another one
public record WorkerView(String id, WorkerAttempt identity, ProcessState process, Responses responses,
        Reports reports) {
    /// A worker that has not responded for longer than this is lost.
    public static final Duration MAX_SILENCE = Duration.ofSeconds(15);
    /// Reason for the loss of a worker that does not respond.
    public static final String NO_RESPONSE = "no response for more than " + MAX_SILENCE.toSeconds() + " s";

    /// State of the process.
    ///
    /// @param ended how the process ended, such as `exited with status 137`; null while it lives
    /// @param problem the platform's message about why the worker is not ready; null if none is known
    public record ProcessState(@Nullable String ended, @Nullable String problem) {}

    /// The responses of the worker.
    ///
    /// @param lastStatus null before the first response
    /// @param lastResponseAt time of the last response, or before it the time of the first observation; null if unknown
    /// @param rejection the worker's message about a slice that it cannot use; null without one
    public record Responses(@Nullable WorkerStatus lastStatus, @Nullable Instant lastResponseAt,
            @Nullable String rejection) {}

    /// Progress of a worker's reports.
    ///
    /// @param measuredSeconds reported seconds after the warm-up
    /// @param requests reported requests, without those of the warm-up
    /// @param all whether its final total has been read
    /// @param stored whether the reports are stored outside the operator's process
    public record Reports(long measuredSeconds, long requests, boolean all, boolean stored) {}

    int index() {
        return identity.index();
    }

    int attempt() {
        return identity.attempt();
    }

    @Nullable
    String ended() {
        return process.ended();
    }

    Optional<WorkerStatus> lastStatus() {
        return Optional.ofNullable(responses.lastStatus());
    }

    /// Why the worker is lost; null while it works, and when it reported everything.
    @Nullable
    String lossReason(Instant now) {
        if (lastStatus().map(WorkerStatus::problem).isPresent()) {
            return "failed: " + lastStatus().map(WorkerStatus::problem).get();
        }
        if (reports.all() || ended() != null) {
            return reports.all() ? null : ended();
        }
        Instant last = responses.lastResponseAt();
        return last != null && last.plus(MAX_SILENCE).isBefore(now) ? NO_RESPONSE : null;
    }

    boolean isLost(Instant now) {
        return lossReason(now) != null;
    }

    boolean hasResponded() {
        return lastStatus().isPresent();
    }

    /// Whether the worker has warmed up and can start.
    boolean isReady() {
        return ended() == null && lastStatus().filter(WorkerStatus::ready).isPresent();
    }

    /// Whether every second that the worker should measure has been read.
    boolean isComplete() {
        return reports.all() && lastStatus().map(WorkerStatus::problem).isEmpty();
    }

    private Optional<WorkerStatus.Assignment> assignment() {
        return lastStatus().map(WorkerStatus::assignment);
    }

    /// Whether the worker has a slice of a run.
    boolean hasSliceOf(String run) {
        return assignment().filter(assignment -> assignment.run().equals(run)).isPresent();
    }

    /// First second of the worker's reports, counted from the start barrier.
    long firstSecond() {
        return assignment().map(assignment -> assignment.share().fromSecond()).orElse(0L);
    }

    /// Number of the run's edits that the worker has received.
    int revision() {
        return assignment().map(WorkerStatus.Assignment::revision).orElse(0);
    }

    /// Whether the worker has reached a state.
    boolean hasReached(WorkerState state) {
        return lastStatus().filter(status -> status.state().compareTo(state) >= 0).isPresent();
    }
}
