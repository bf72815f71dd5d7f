package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

/// What the platform sees of one worker, alive or gone.
///
/// @param id identity of this process for ever (a pod's UID): a successor with the same number has another one
/// @param worker its number in the run, from 0
/// @param incarnation how many workers had that number before it
/// @param said its last answer; null when it never answered
/// @param heardAt when it answered last; null when it never did
/// @param gone why it is gone (`exited with status 137`); null while it lives
/// @param measuredSeconds how many seconds after the warm-up it has reported
/// @param requests how many requests it has reported, without the warm-up's
/// @param reportedAll whether its final total has been read
/// @param refusal why it cannot do its part of the run, in its own words; null while it can
/// @param trouble what keeps it from getting ready, in the platform's words; null when nothing is known
/// @param kept whether what it reported would survive the operator
public record WorkerView(String id, int worker, int incarnation, @Nullable WorkerStatus said, @Nullable Instant heardAt,
        @Nullable String gone, long measuredSeconds, long requests, boolean reportedAll, @Nullable String refusal,
        @Nullable String trouble, boolean kept) {

    /// A worker that is silent for longer than this is lost.
    public static final Duration SILENCE = Duration.ofSeconds(15);
    /// Why such a one is lost.
    public static final String SILENT = "silent for more than " + SILENCE.toSeconds() + " s";

    /// Why its further seconds are lost; null while it is in order or has said everything.
    public @Nullable String lost(Instant now) {
        if (said != null && said.problem() != null) {
            return "broke off: " + said.problem();
        }
        if (reportedAll) {
            return null;
        }
        if (gone != null) {
            return gone;
        }
        return heardAt != null && heardAt.plus(SILENCE).isBefore(now) ? SILENT : null;
    }

    /// Warm and able to keep the barrier.
    public boolean ready() {
        return gone == null && said != null && said.ready();
    }

    /// Whether everything that it should measure has been read.
    boolean complete() {
        return reportedAll && (said == null || said.problem() == null);
    }

    /// The second of the run with which its reports begin, from the barrier.
    long from() {
        return said == null || said.assignment() == null ? 0 : said.assignment().share().fromSecond();
    }

    /// Whether it has a slice of that run.
    boolean isAssigned(String run) {
        return said != null && said.assignment() != null && said.assignment().run().equals(run);
    }

    /// How many edits of the run it has heard of.
    int revision() {
        return said == null || said.assignment() == null ? 0 : said.assignment().revision();
    }

    /// Whether it has got at least as far as a state.
    public boolean reached(WorkerState state) {
        return said != null && said.state().compareTo(state) >= 0;
    }
}
