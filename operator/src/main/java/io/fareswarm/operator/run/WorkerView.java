package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

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
    /// @param disruption the end of the process by somebody else; null without one
    public record ProcessState(@Nullable String ended, @Nullable String problem, @Nullable Disruption disruption) {
        /// The state of a process that nobody ends.
        public ProcessState(@Nullable String ended, @Nullable String problem) {
            this(ended, problem, null);
        }
    }

    /// The end of a process by somebody else: an eviction or a deletion of its pod, or SIGTERM. It is no failure of the worker.
    ///
    /// @param killedAt when the process is killed, if it still exists then, ISO 8601; null if unknown
    public record Disruption(@Nullable String killedAt) {}

    /// The responses of the worker.
    ///
    /// @param lastStatus null before the first response
    /// @param lastResponseAt time of the last response, or before it the time of the first observation; null if unknown
    /// @param rejection the worker's message about a slice that it cannot use; null without one
    /// @param unread why the last report was not read; null if it was
    public record Responses(@Nullable WorkerStatus lastStatus, @Nullable Instant lastResponseAt,
            @Nullable String rejection, @Nullable Unread unread) {
        /// The responses of a worker whose reports were read.
        public Responses(@Nullable WorkerStatus lastStatus, @Nullable Instant lastResponseAt,
                @Nullable String rejection) {
            this(lastStatus, lastResponseAt, rejection, null);
        }
    }

    /// A report that was not read.
    ///
    /// @param reason what was expected and what was found
    /// @param isFinal whether the worker broke the protocol, so that it is not called again in this run
    public record Unread(String reason, boolean isFinal) {}

    /// Progress of a worker's reports.
    ///
    /// @param measuredSeconds reported seconds after the warm-up
    /// @param requests reported requests, without those of the warm-up
    /// @param all whether its final total has been read
    /// @param stored whether the reports are stored outside the operator's process
    /// @param released whether the worker has received that it may exit
    public record Reports(long measuredSeconds, long requests, boolean all, boolean stored, boolean released) {
        /// The reports of a worker that has to stay.
        public Reports(long measuredSeconds, long requests, boolean all, boolean stored) {
            this(measuredSeconds, requests, all, stored, false);
        }
    }

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
        if (quarantine().isPresent()) {
            return quarantine().get();
        }
        if (lastStatus().map(WorkerStatus::problem).isPresent()) {
            return "failed: " + lastStatus().map(WorkerStatus::problem).get();
        }
        if (reports.all() || ended() != null) {
            return reports.all() ? null : ended();
        }
        Instant last = responses.lastResponseAt();
        if (last == null || !last.plus(MAX_SILENCE).isBefore(now)) {
            return null;
        }
        Unread unread = responses.unread();
        return unread == null
                ? NO_RESPONSE
                : "no report was read for more than %d s: %s".formatted(MAX_SILENCE.toSeconds(), unread.reason());
    }

    /// Why the worker is not ready: the platform's reason, its end, or why its last report was not read; empty if none is known.
    Optional<String> problem() {
        return Stream.of(Optional.ofNullable(process.problem()), Optional.ofNullable(ended()),
                Optional.ofNullable(responses.unread()).filter(unread -> !unread.isFinal()).map(Unread::reason))
                .flatMap(Optional::stream).findFirst();
    }

    /// Why the worker is not called again; empty if it is.
    Optional<String> quarantine() {
        return Optional.ofNullable(responses.unread()).filter(Unread::isFinal)
                .map(unread -> "broke the worker protocol and is not called again: " + unread.reason());
    }

    boolean isLost(Instant now) {
        return lossReason(now) != null;
    }

    boolean hasResponded() {
        return lastStatus().isPresent();
    }

    /// Whether the worker has warmed up and can start.
    boolean isReady() {
        return ended() == null && quarantine().isEmpty() && lastStatus().filter(WorkerStatus::ready).isPresent();
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

    private Optional<WorkerStatus.Leaving> leaving() {
        return lastStatus().map(WorkerStatus::leaving);
    }

    /// Whether the process was asked to end, so that the worker sends only until another one continues.
    boolean isLeaving() {
        return leaving().isPresent();
    }

    /// Whether somebody else ends or ended the process, which is no failure of the worker.
    boolean isDisrupted() {
        return process.disruption() != null || isLeaving();
    }

    /// When the process is killed; empty if that is not known.
    Optional<Instant> killedAt() {
        return Optional.ofNullable(process.disruption()).map(Disruption::killedAt).map(Instant::parse);
    }

    /// The second from which another worker has to send the share of this leaving worker; empty if none has to, because it
    /// stays or has completed its share.
    OptionalLong untilSecond() {
        return leaving().map(WorkerStatus.Leaving::untilSecond).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /// Whether the worker has received at which second it hands over.
    boolean isHandingOver() {
        return leaving().filter(WorkerStatus.Leaving::ordered).isPresent();
    }

    /// Whether the worker handed over, and has reported everything.
    boolean hasLeft() {
        return untilSecond().isPresent() && isComplete();
    }

    /// Whether the worker has the share and sends it, perhaps not to the end.
    boolean isSending() {
        return hasReached(WorkerState.Armed) && !hasReached(WorkerState.Draining);
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
