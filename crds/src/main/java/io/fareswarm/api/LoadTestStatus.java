package io.fareswarm.api;

import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.Format;
import io.fareswarm.api.annotation.MapKey;

/// Observed state of a LoadTest's current run: live values during the run, and its result after the end.
///
/// @param observedGeneration generation of the spec that this status describes; -1 before the first
/// @param phase Pending: the run waits for its target. Preparing: workers start and receive their shares of the load.
/// Running: load is sent. Finishing: no new request starts, requests in flight end. Finished and Error: the run has
/// ended
/// @param verdict Passed: all thresholds passed. Failed: at least one threshold failed. Invalid: the measurement is not
/// valid, for example because the load generator was too slow
/// @param run the current run
/// @param target the target of the run
/// @param workers number of workers by state
/// @param result measurements so far
/// @param thresholds observed value of each threshold, and whether it passed
/// @param conditions conditions WorkersReady, Progressing, Complete, ThresholdsPassed, PrometheusAgrees and Passed, and
/// Ready, Reconciling and Stalled, which kstatus reads
/// @param report where the full report is stored
/// @param live figures of the last whole window; absent before the first, and after the run
/// @param capacity the search for the capacity; absent for another load
/// @param columns figures of `result` with four significant digits, for the columns of `kubectl get`
@JsonIgnoreProperties(ignoreUnknown = true)
public record LoadTestStatus(@Nullable Long observedGeneration, @Nullable Phase phase, @Nullable Verdict verdict,
        @Nullable Run run, @Nullable TargetStatus target, @Nullable WorkersStatus workers, @Nullable Result result,
        @MapKey("name") @Size(max = 21) @Nullable List<ThresholdResult> thresholds,
        @MapKey("type") @Size(max = Condition.MOST) @Nullable List<Condition> conditions,
        @Nullable ReportReference report, @Nullable Live live, @Nullable CapacityStatus capacity,
        Columns.@Nullable OfRun columns) {
    /// A status with the columns of its result.
    public LoadTestStatus(@Nullable Long observedGeneration, @Nullable Phase phase, @Nullable Verdict verdict,
            @Nullable Run run, @Nullable TargetStatus target, @Nullable WorkersStatus workers, @Nullable Result result,
            @Nullable List<ThresholdResult> thresholds, @Nullable List<Condition> conditions,
            @Nullable ReportReference report, @Nullable Live live, @Nullable CapacityStatus capacity) {
        this(observedGeneration, phase, verdict, run, target, workers, result, thresholds, conditions, report, live,
                capacity, Columns.OfRun.of(result, capacity));
    }

    /// Stage of a run's lifecycle.
    public enum Phase {
        Pending, Preparing, Running, Finishing, Finished, Error
    }

    /// Outcome of a run.
    public enum Verdict {
        Passed, Failed, Invalid
    }

    /// One execution of a LoadTest.
    ///
    /// @param number number of the run: the spec's `run` when it began
    /// @param seed seed of its requests
    /// @param startsAt scheduled start of all workers on the operator's clock, ISO 8601 in UTC
    /// @param startedAt when the load began, ISO 8601 in UTC
    /// @param stoppedAt when an early end of the run was requested, ISO 8601 in UTC; absent otherwise
    /// @param finishedAt when the run ended, ISO 8601 in UTC
    /// @param edits edits of the spec that took effect during the run, oldest first; absent if there are none
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Run(int number, long seed, @Format("date-time") @Size(max = 40) @Nullable String startsAt,
            @Format("date-time") @Size(max = 40) @Nullable String startedAt,
            @Format("date-time") @Size(max = 40) @Nullable String stoppedAt,
            @Format("date-time") @Size(max = 40) @Nullable String finishedAt,
            @Size(max = MOST_EDITS) @Nullable List<Edit> edits) {
        /// Maximum number of edits of a run.
        public static final int MOST_EDITS = 10;

        /// A run whose start barrier is not set yet.
        public Run(int number, long seed) {
            this(number, seed, null, null, null, null, null);
        }

        /// The edits of the spec during the run; empty if there are none.
        public List<Edit> allEdits() {
            return edits == null ? List.of() : edits;
        }

        /// A copy with this start barrier; null for none.
        public Run withStartsAt(@Nullable String instant) {
            return new Run(number, seed, instant, startedAt, stoppedAt, finishedAt, edits);
        }

        /// A copy with this start of the load.
        public Run withStartedAt(String instant) {
            return new Run(number, seed, startsAt, instant, stoppedAt, finishedAt, edits);
        }

        /// A copy with this request for an early end.
        public Run withStoppedAt(String instant) {
            return new Run(number, seed, startsAt, startedAt, instant, finishedAt, edits);
        }

        /// A copy with this end of the run.
        public Run withFinishedAt(String instant) {
            return new Run(number, seed, startsAt, startedAt, stoppedAt, instant, edits);
        }

        /// A copy with one more edit.
        public Run withEdit(Edit edit) {
            return new Run(number, seed, startsAt, startedAt, stoppedAt, finishedAt,
                    Stream.concat(allEdits().stream(), Stream.of(edit)).toList());
        }
    }

    /// An edit of the spec that took effect during a run, with the values of all editable fields from then on.
    ///
    /// @param revision number of the edit, from 1
    /// @param second second of the run at which the load changes, from the scheduled start, warm-up included
    /// @param change changed fields with old and new values, such as `load.arrivals.rate 100 -> 200`
    /// @param duration `duration` of the spec; absent if the spec has none
    /// @param users `load.users.count` of the spec
    /// @param spawnRate `load.users.spawnRate` of the spec
    /// @param rate `load.arrivals.rate` of the spec
    /// @param thresholds `thresholds` of the spec
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Edit(int revision, long second, @Size(max = 1024) String change,
            @Size(max = 32) @Nullable String duration, @Nullable Integer users, @Nullable Double spawnRate,
            @Nullable Double rate, @MapKey("name") @Size(max = 20) @Nullable List<Threshold> thresholds) {}

    /// The target of a run.
    ///
    /// @param url base URL
    /// @param modelDigest digest of the served model; absent for a target with a url
    /// @param replicas ready replicas of the model before the start; absent for a target with a url
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record TargetStatus(@Size(max = 2048) @Nullable String url, @Size(max = 64) @Nullable String modelDigest,
            @Nullable Integer replicas) {}

    /// Number of workers of a run by state.
    ///
    /// @param desired number of workers in the spec
    /// @param ready workers that are ready or send load
    /// @param lost workers that ended early or stopped responding
    /// @param replaced lost and leaving workers whose share another worker has taken over
    /// @param lostSeconds seconds of the duration that are missing from the reports for good, added up over the workers
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record WorkersStatus(int desired, int ready, int lost, @Nullable Integer replaced,
            @Nullable Long lostSeconds) {
        /// The status of workers without losses.
        public WorkersStatus(int desired, int ready) {
            this(desired, ready, 0, 0, 0L);
        }
    }

    /// Result of one threshold.
    ///
    /// @param name name of the threshold
    /// @param observed observed value with its unit, such as `12.4ms`; `no samples` if nothing was measured
    /// @param limit limit of the threshold, such as `<= 250ms`
    /// @param passed whether the observed value is within the limit, in every window if the threshold has a window
    /// @param windows windows evaluated so far, if the threshold has a window; `observed` is then the value of the
    /// worst window
    /// @param figures the observed value and the limit as numbers; absent in results of earlier versions
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ThresholdResult(@Size(max = 64) String name, @Size(max = 64) String observed,
            @Size(max = 64) String limit, boolean passed, @Nullable Windows windows,
            @Nullable ThresholdFigures figures) {}

    /// The numbers of a threshold's result, for programs and for readers of other languages.
    ///
    /// @param observed observed value, with the digits of its text; absent if nothing was measured
    /// @param limit limit of the threshold
    /// @param unit unit of both: `ms`, `%`, `/s`, or empty for a count
    /// @param atMost whether the limit is a maximum; else it is a minimum
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ThresholdFigures(@Nullable Double observed, double limit, @Size(max = 2) String unit,
            boolean atMost) {}

    /// Evaluated windows of a threshold. The result of a window never changes.
    ///
    /// @param throughSecond seconds of the duration evaluated so far
    /// @param judged number of evaluated windows with samples
    /// @param failed number of evaluated windows outside the limit
    /// @param worstSecond start of the worst window, in seconds from the start of the duration; absent if there is none
    /// @param worst observed value in the worst window, in the unit of the limit
    /// @param strip result of each window, oldest first; absent before the first
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Windows(long throughSecond, int judged, int failed, @Nullable Long worstSecond,
            @Nullable Double worst, @Nullable Strip strip) {}

    /// Results of a threshold's windows over the run, as one character for each window; for several windows with their
    /// worst result, if there are more than 60.
    ///
    /// @param fromSecond start of the first cell, in seconds from the start of the duration
    /// @param cellSeconds length of a cell
    /// @param cells `+` for a window that passed, `x` for one that failed, `.` for one without samples or with a second
    /// that no worker reported
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Strip(long fromSecond, long cellSeconds, @Size(max = MOST_CELLS) String cells) {
        /// Maximum number of cells.
        public static final int MOST_CELLS = 60;
        public static final char PASSED = '+';
        public static final char FAILED = 'x';
        public static final char SKIPPED = '.';
    }

    /// Location of a run's report.
    ///
    /// @param configMap name of a ConfigMap in the same namespace
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ReportReference(@Size(max = 253) String configMap) {}
}
