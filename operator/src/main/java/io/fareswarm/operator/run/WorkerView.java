package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

/// One worker process as the platform sees it, alive or ended.
///
/// @param id of this process for ever (a pod's UID): a later attempt of the same index has another one
public record WorkerView(String id, WorkerAttempt identity, ProcessState process, Responses responses,
        Reports reports) {
    /// A worker that has not responded for longer than this is lost.
    public static final Duration MAX_SILENCE = Duration.ofSeconds(15);
    /// Why such a worker is lost.
    public static final String NO_RESPONSE = "no response for more than " + MAX_SILENCE.toSeconds() + " s";

    /// The platform's view of the process.
    ///
    /// @param ended why it ended, such as `exited with status 137`; null while it lives
    /// @param problem why it cannot get ready, in the platform's words; null when none is known
    public record ProcessState(@Nullable String ended, @Nullable String problem) {}

    /// The responses of the worker.
    ///
    /// @param lastStatus null before the first response
    /// @param lastResponseAt before the first response, when the platform first saw the process; null when that is
    /// unknown
    /// @param rejection why the worker cannot use its slice, or an edit of it, in its own words; null while it can
    public record Responses(@Nullable WorkerStatus lastStatus, @Nullable Instant lastResponseAt,
            @Nullable String rejection) {}

    /// How much the worker has reported.
    ///
    /// @param measuredSeconds after the warm-up
    /// @param requests without those of the warm-up
    /// @param all whether its final total has been read
    /// @param stored whether its reports survive the operator
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

    private Optional<WorkerStatus> lastStatus() {
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

    /// Whether it is warm, so that it can start at the barrier.
    boolean isReady() {
        return ended() == null && lastStatus().filter(WorkerStatus::ready).isPresent();
    }

    /// Whether everything that it should measure has been read.
    boolean isComplete() {
        return reports.all() && lastStatus().map(WorkerStatus::problem).isEmpty();
    }

    private Optional<WorkerStatus.Assignment> assignment() {
        return lastStatus().map(WorkerStatus::assignment);
    }

    /// Whether it has a slice of a run.
    boolean hasSliceOf(String run) {
        return assignment().filter(assignment -> assignment.run().equals(run)).isPresent();
    }

    /// The second of the run, from the barrier, with which its reports begin.
    long firstSecond() {
        return assignment().map(assignment -> assignment.share().fromSecond()).orElse(0L);
    }

    /// How many edits of the run its slice has.
    int revision() {
        return assignment().map(WorkerStatus.Assignment::revision).orElse(0);
    }

    /// Whether it has got at least as far as a state.
    boolean hasReached(WorkerState state) {
        return lastStatus().filter(status -> status.state().compareTo(state) >= 0).isPresent();
    }
}
