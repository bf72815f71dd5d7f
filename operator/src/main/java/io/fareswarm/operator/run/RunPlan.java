package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.api.Durations;
import io.fareswarm.api.Load;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.Target;
import io.fareswarm.api.Task;
import io.fareswarm.api.Threshold;
import io.fareswarm.operator.result.Judge;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.protocol.KeyReference;
import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.LoadRevision;
import io.fareswarm.protocol.Slice;

/// Plan of a run: its spec with defaults resolved and durations parsed. It also makes the slices, one for each worker.
///
/// @param duration length of the load after the warm-up; an upper bound if a number of requests ends the run
public record RunPlan(LoadTestSpec spec, Duration warmup, Duration duration) {
    /// Default tasks for a target model: valid rides, and rides with a field missing, 5 to 1.
    public static final List<Task> RIDES = List.of(Task.ride("valid ride", 5, 0, "200"),
            Task.ride("ride with a field missing", 1, 1, "422"));

    /// Default duration, for a spec without stages and without a number of requests.
    private static final Duration DEFAULT_DURATION = Duration.ofSeconds(60);
    /// Upper bound of a run that a number of requests ends.
    static final Duration MAX_DURATION = Duration.ofHours(24);

    public static RunPlan of(LoadTestSpec spec) {
        return new RunPlan(spec, Durations.parse(spec.warmup()), duration(spec));
    }

    /// First second of the duration, from the start barrier: the warm-up in whole seconds, rounded up as by the workers.
    public long firstSecond() {
        return Math.ceilDiv(warmup.toMillis(), 1000L);
    }

    private static Duration duration(LoadTestSpec spec) {
        if (spec.requests() != null) {
            return MAX_DURATION;
        }
        Load.Capacity capacity = spec.load().capacity();
        if (capacity != null) {
            return Durations.parse(capacity.time());
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

    /// The arguments of the run's workers that depend on its target.
    public List<String> workerArguments() {
        String url = spec.target().url();
        return url != null && url.startsWith("https:") ? List.of("--tls") : List.of();
    }

    Duration gracefulStop() {
        return Durations.parse(spec.gracefulStop());
    }

    /// Number of seconds that a span begins; the last one may be shorter.
    public static long wholeSeconds(Duration span) {
        return span.plusMillis(999).toSeconds();
    }

    /// The start barrier in a status; empty before it is set.
    public static Optional<Instant> barrier(@Nullable LoadTestStatus known) {
        return Optional.ofNullable(known).map(LoadTestStatus::run).map(LoadTestStatus.Run::startsAt)
                .map(Instant::parse);
    }

    /// Instant from which workers start no new requests.
    Instant end(Instant barrier) {
        return barrier.plus(warmup).plus(duration);
    }

    /// Length of the measured time: the duration, or the elapsed part of it for a run that is in progress or ended early.
    ///
    /// @param measured merged reports, with the end of a run that a number of requests ends
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
    /// @param target base URL of the target, and how the worker reaches it
    /// @param fromSecond second of the run at which the worker begins to send
    /// @param requestsBefore number of requests that earlier workers of the same index reported
    Slice slice(RunObservation seen, WorkerView worker, TargetView.Ready target, long fromSecond,
            long requestsBefore) {
        return new Slice(new Slice.Run(seen.runId(), seen.test().namespace(), seen.test().name(), seen.run()),
                new Slice.Share(worker.index(), spec.workers().count(), worker.attempt(), fromSecond, requestsBefore),
                new Slice.Target(target.url(), spec.target().address(),
                        Durations.parse(spec.target().timeout()).toMillis(), spec.target().tls(),
                        spec.target().connection() == Target.Connection.perRequest, target.route()),
                new Slice.Timing(warmup.toMillis(), duration.toMillis(), gracefulStop().toMillis(), spec.requests()),
                new Slice.Workload(workerLoad(seen.startSpec().load()), changes(seen), tasks(), spec.seed(),
                        goodWithinMicros(seen.startSpec().thresholds())));
    }

    /// The load in the form that workers know.
    private static Load workerLoad(Load load) {
        return load.capacity() == null ? load : load.capacity().first();
    }

    /// The load of a started run after its edits, or after the steps of its search.
    LoadRevision revision(RunObservation seen) {
        return new LoadRevision(seen.runId(), duration.toMillis(), changes(seen));
    }

    private static List<LoadChange> changes(RunObservation seen) {
        return seen.startSpec().load().capacity() == null
                ? seen.edits().stream()
                        .map(edit -> new LoadChange(edit.second(), edit.users(), edit.spawnRate(), edit.rate()))
                        .toList()
                : seen.capacitySteps().stream().skip(1).flatMap(step -> changes(step).stream()).toList();
    }

    /// The changes of the load for a step: a pause, if it has one, and its rate.
    static List<LoadChange> changes(CapacityStatus.Step step) {
        LoadChange begin = new LoadChange(step.second(), null, null, step.rate());
        return step.pauseSeconds() == 0
                ? List.of(begin)
                : List.of(new LoadChange(step.second() - step.pauseSeconds(), null, null, 0.0), begin);
    }

    /// Latency limits of the goodput thresholds, microseconds. Workers count the good responses within each limit.
    static List<Long> goodWithinMicros(@Nullable List<Threshold> thresholds) {
        return Judge.orDefault(thresholds).stream().map(Threshold::goodput).filter(Objects::nonNull)
                .map(Judge::withinMicros).distinct().sorted().toList();
    }
}
