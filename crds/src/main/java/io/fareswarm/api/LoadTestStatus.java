package io.fareswarm.api;

import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.Format;
import io.fareswarm.api.annotation.MapKey;

/// What is known of a LoadTest's current run: live while it runs, the report when it is over.
///
/// @param observedGeneration the generation of the spec that this speaks of
/// @param phase Pending: nothing was done yet. Preparing: workers start and get their slices. Running: load is sent.
/// Finishing: nothing new starts, what is in flight ends. Finished and Error are ends
/// @param verdict Passed: every threshold passed. Failed: one failed. Invalid: the run measured the generator, not the
/// target
/// @param run the current run
/// @param target what it swarms
/// @param workers its workers
/// @param result what was measured so far
/// @param thresholds each threshold and whether it passed
/// @param conditions WorkersReady, Progressing, Complete, ThresholdsPassed, PrometheusAgrees
/// @param report where the whole report is
@JsonIgnoreProperties(ignoreUnknown = true)
public record LoadTestStatus(@Nullable Long observedGeneration, @Nullable Phase phase, @Nullable Verdict verdict,
        @Nullable Run run, @Nullable TargetStatus target, @Nullable WorkersStatus workers, @Nullable Result result,
        @MapKey("name") @Size(max = 21) @Nullable List<ThresholdResult> thresholds,
        @MapKey("type") @Size(max = 8) @Nullable List<Condition> conditions,
        @Nullable ReportReference report) {

    /// Where a run stands.
    public enum Phase {
        Pending, Preparing, Running, Finishing, Finished, Error
    }

    /// What a run says of its target.
    public enum Verdict {
        Passed, Failed, Invalid
    }

    /// One execution of a LoadTest.
    ///
    /// @param number as in the spec when it began
    /// @param seed of its requests
    /// @param startsAt the start barrier: when all workers begin, on the operator's clock, ISO 8601 in UTC
    /// @param startedAt when the load began
    /// @param stoppedAt when it was told to end early; absent otherwise
    /// @param finishedAt when the run ended
    /// @param edits of the spec that took effect in the run, in their order; absent without one
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Run(int number, long seed, @Format("date-time") @Size(max = 40) @Nullable String startsAt,
            @Format("date-time") @Size(max = 40) @Nullable String startedAt,
            @Format("date-time") @Size(max = 40) @Nullable String stoppedAt,
            @Format("date-time") @Size(max = 40) @Nullable String finishedAt,
            @Size(max = MOST_EDITS) @Nullable List<Edit> edits) {
        /// How many edits a run takes.
        public static final int MOST_EDITS = 10;

        /// Without an edit.
        public Run(int number, long seed, @Nullable String startsAt, @Nullable String startedAt,
                @Nullable String stoppedAt, @Nullable String finishedAt) {
            this(number, seed, startsAt, startedAt, stoppedAt, finishedAt, null);
        }

        /// Before its start barrier is set.
        public Run(int number, long seed) {
            this(number, seed, null, null, null, null, null);
        }

        /// The edits, none for null.
        public List<Edit> allEdits() {
            return edits == null ? List.of() : edits;
        }

        /// With a start barrier; null for none.
        public Run withStartsAt(@Nullable String instant) {
            return new Run(number, seed, instant, startedAt, stoppedAt, finishedAt, edits);
        }

        /// With the start of the load.
        public Run withStartedAt(String instant) {
            return new Run(number, seed, startsAt, instant, stoppedAt, finishedAt, edits);
        }

        /// With an early end.
        public Run withStoppedAt(String instant) {
            return new Run(number, seed, startsAt, startedAt, instant, finishedAt, edits);
        }

        /// With its end.
        public Run withFinishedAt(String instant) {
            return new Run(number, seed, startsAt, startedAt, stoppedAt, instant, edits);
        }

        /// With one more edit.
        public Run withEdit(Edit edit) {
            return new Run(number, seed, startsAt, startedAt, stoppedAt, finishedAt,
                    Stream.concat(allEdits().stream(), Stream.of(edit)).toList());
        }
    }

    /// An edit that took effect in a run: what the spec says of all that a run can take up, as it is from then on.
    ///
    /// @param revision counts them, from 1
    /// @param second of the run, from the start barrier and with the warm-up, at which the load changes
    /// @param change what is other than before, such as `load.arrivals.rate 100 -> 200`
    /// @param duration as in the spec; absent where the spec gives none
    /// @param users `load.users.count`
    /// @param spawnRate `load.users.spawnRate`
    /// @param rate `load.arrivals.rate`
    /// @param thresholds as in the spec
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Edit(int revision, long second, @Size(max = 1024) String change,
            @Size(max = 32) @Nullable String duration, @Nullable Integer users, @Nullable Double spawnRate,
            @Nullable Double rate, @MapKey("name") @Size(max = 20) @Nullable List<Threshold> thresholds) {}

    /// What a run swarms.
    ///
    /// @param url the base address
    /// @param modelDigest of the model that is served there, for a target model
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record TargetStatus(@Size(max = 2048) @Nullable String url, @Size(max = 64) @Nullable String modelDigest) {}

    /// A run's workers.
    ///
    /// @param desired as many as the spec says
    /// @param ready those that can send, or do
    /// @param lost those that ended before their time, or fell silent
    /// @param replaced lost workers whose share another worker has taken over
    /// @param lostSeconds worker-seconds of the duration that nobody reported and nobody will
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record WorkersStatus(int desired, int ready, int lost, @Nullable Integer replaced,
            @Nullable Long lostSeconds) {

        /// Without a loss.
        public WorkersStatus(int desired, int ready) {
            this(desired, ready, 0, 0, 0L);
        }
    }

    /// A threshold against what was measured.
    ///
    /// @param name the threshold's
    /// @param observed what was measured, with its unit, such as `12.4ms`; `no samples` where nothing was
    /// @param limit what it was held against, such as `<= 250ms`
    /// @param passed whether what was observed is within the limit, in every window
    /// @param windows what was judged so far of a threshold that has a window, whose worst is what was observed
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ThresholdResult(@Size(max = 64) String name, @Size(max = 64) String observed,
            @Size(max = 64) String limit, boolean passed, @Nullable Windows windows) {

        /// Of a threshold without a window.
        public ThresholdResult(String name, String observed, String limit, boolean passed) {
            this(name, observed, limit, passed, null);
        }
    }

    /// The windows of a threshold. What was judged once stays so.
    ///
    /// @param throughSecond seconds of the duration that were judged
    /// @param judged windows in which there was something to judge
    /// @param failed those of them that are beyond the limit
    /// @param worstSecond when the worst one began, seconds from the start of the duration; absent when there is none
    /// @param worst what was observed in it, in the limit's unit
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Windows(long throughSecond, int judged, int failed, @Nullable Long worstSecond,
            @Nullable Double worst) {}

    /// Where a run's report is.
    ///
    /// @param configMap a ConfigMap's name, in the same namespace
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ReportReference(@Size(max = 253) String configMap) {}
}
