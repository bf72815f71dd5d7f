package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Durations;
import io.fareswarm.api.Load;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Edit;
import io.fareswarm.api.Task;
import io.fareswarm.api.Threshold;
import io.fareswarm.operator.result.Judge;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.protocol.KeyReference;
import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.LoadRevision;
import io.fareswarm.protocol.Slice;

/// A spec with its defaults resolved and its durations parsed, and the slices that it is partitioned into.
///
/// @param duration of the measured part; an upper bound where a number of requests ends the run
public record RunPlan(LoadTestSpec spec, Duration warmup, Duration duration) {
    /// What a LoadTest without tasks sends to a FareModel: rides, and rides with a field missing, 5 to 1.
    public static final List<Task> RIDES = List.of(Task.ride("valid ride", 5, 0, "200"),
            Task.ride("ride with a field missing", 1, 1, "422"));

    /// The duration of a spec without one, without stages and without a number of requests.
    private static final Duration DEFAULT_DURATION = Duration.ofSeconds(60);
    /// Upper bound of a run that a number of requests ends.
    static final Duration MAX_DURATION = Duration.ofHours(24);

    public static RunPlan of(LoadTestSpec spec) {
        return new RunPlan(spec, Durations.parse(spec.warmup()), duration(spec));
    }

    private static Duration duration(LoadTestSpec spec) {
        if (spec.requests() != null) {
            return MAX_DURATION;
        }
        Load.Users users = spec.load().users();
        Load.Arrivals arrivals = spec.load().arrivals();
        if (users != null && users.stages() != null) {
            return sum(users.stages().stream().map(Load.UserStage::duration));
        }
        if (arrivals != null && arrivals.stages() != null) {
            return sum(arrivals.stages().stream().map(Load.RateStage::duration));
        }
        return spec.duration() == null ? DEFAULT_DURATION : Durations.parse(spec.duration());
    }

    private static Duration sum(Stream<String> times) {
        return times.map(Durations::parse).reduce(Duration.ZERO, Duration::plus);
    }

    public List<Task> tasks() {
        return spec.tasks() == null ? RIDES : spec.tasks();
    }

    public List<String> taskNames() {
        return tasks().stream().map(Task::name).toList();
    }

    /// The Secrets and ConfigMaps that the run's workers need.
    public List<KeyReference> references() {
        return KeyReference.of(tasks(), spec.target().tls());
    }

    Duration gracefulStop() {
        return Durations.parse(spec.gracefulStop());
    }

    /// When no new request starts any more.
    Instant end(Instant barrier) {
        return barrier.plus(warmup).plus(duration);
    }

    /// The measured time of a run: the duration, or the part of it that has passed when the run goes on or ended early.
    ///
    /// @param measured has the end of a run that a number of requests ended
    public Duration span(LoadTestStatus.Run run, MergedResult measured, Instant now) {
        if (run.startedAt() == null) {
            return Duration.ZERO;
        }
        if (spec.requests() != null && run.stoppedAt() == null && measured.elapsed().isPositive()) {
            return measured.elapsed();
        }
        Instant to = run.stoppedAt() == null ? now : Instant.parse(run.stoppedAt());
        Duration span = Duration.between(Instant.parse(run.startedAt()).plus(warmup), to);
        return span.isNegative() ? Duration.ZERO : shorter(span, duration);
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /// The slice of one worker.
    ///
    /// @param fromSecond second of the run from which the worker sends
    /// @param requestsBefore requests that the earlier workers of its index reported
    Slice slice(RunObservation seen, WorkerView worker, String url, long fromSecond, long requestsBefore) {
        return new Slice(new Slice.Run(seen.runId(), seen.test().namespace(), seen.test().name(), seen.run()),
                new Slice.Share(worker.index(), spec.workers().count(), worker.attempt(), fromSecond, requestsBefore),
                new Slice.Target(url, Durations.parse(spec.target().timeout()).toMillis(), spec.target().tls()),
                new Slice.Timing(warmup.toMillis(), duration.toMillis(), gracefulStop().toMillis(), spec.requests()),
                new Slice.Workload(seen.startSpec().load(), changes(seen.edits()), tasks(), spec.seed(),
                        goodWithinMicros(seen.startSpec().thresholds())));
    }

    /// The load of a started run after the edits of its spec.
    LoadRevision revision(RunObservation seen) {
        return new LoadRevision(seen.runId(), duration.toMillis(), changes(seen.edits()));
    }

    private static List<LoadChange> changes(List<Edit> edits) {
        return edits.stream().map(edit -> new LoadChange(edit.second(), edit.users(), edit.spawnRate(), edit.rate()))
                .toList();
    }

    /// The latencies up to which workers count good responses: those of the goodput thresholds.
    static List<Long> goodWithinMicros(@Nullable List<Threshold> thresholds) {
        return Judge.orDefault(thresholds).stream().map(Threshold::goodput).filter(Objects::nonNull)
                .map(Judge::withinMicros).distinct().sorted().toList();
    }
}
