package io.fareswarm.operator.result;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Result;
import io.fareswarm.protocol.ErrorReport;

/// The merged measurements of a run at one moment: exact counts and merged histograms, by task and all together.
/// Immutable, and equal when all that was measured is equal, whatever is known of its timeline.
public final class MergedResult {
    /// A worker that is further behind the newest report than this is not waited for by [#lastSeconds(int)], and its
    /// users are not counted.
    static final long PATIENCE_SECONDS = 5;

    private static final int LIVE_SECONDS = 60;
    private static final int RESULT_ERRORS = 10;

    private final List<String> names;
    private final PartialSum part;
    private final MergedTask all;
    private final long users;
    private final long whole;
    private final Map<String, Long> through;
    private final Timeline timeline;

    /// @param whole the last second that all live workers reported; -1 for none
    /// @param through likewise of each worker
    MergedResult(List<String> names, PartialSum part, long users, long whole, Map<String, Long> through,
            Timeline timeline) {
        this.names = names;
        this.part = part;
        this.all = MergedTask.sum(part.tasks());
        this.users = users;
        this.whole = whole;
        this.through = Map.copyOf(through);
        this.timeline = timeline;
    }

    /// What is measured before anything was reported.
    ///
    /// @param tasks the names of the run's tasks, in their order
    public static MergedResult nothing(List<String> tasks) {
        return new ResultAccumulator(tasks).measured();
    }

    /// The tasks' names, in their order.
    public List<String> tasks() {
        return names;
    }

    /// One task's part, or all of them for null. A task that the run has not is empty.
    public MergedTask samples(@Nullable String task) {
        if (task == null) {
            return all;
        }
        int index = names.indexOf(task);
        return index < 0 ? MergedTask.NONE : part.tasks().get(index);
    }

    /// Likewise of a part of this run's timeline.
    public MergedTask samples(@Nullable String task, MergedInterval moment) {
        if (task == null) {
            return moment.all();
        }
        int index = names.indexOf(task);
        return index < 0 ? MergedTask.NONE : moment.tasks().get(index);
    }

    /// The last second that a worker told without a gap before it; -1 before the first.
    public long through(String worker) {
        return through.getOrDefault(worker, -1L);
    }

    /// Seconds of the duration that were reported, added over the workers.
    public long workerSeconds() {
        return part.seconds();
    }

    /// The longest duration that a worker had in the end; zero while all go on.
    public Duration elapsed() {
        return Duration.of(part.elapsedMicros(), ChronoUnit.MICROS);
    }

    /// Of [#workerSeconds()] those in which the 99th percentile of the generator's lag, or its send loop's longest turn,
    /// exceeded a limit; a value within the limit's own histogram bucket (0.1 %) does not.
    public long stalledSeconds(long limitMicros) {
        return part.stalls().above(limitMicros);
    }

    /// Simulated users active now, or at the end.
    public long users() {
        return users;
    }

    /// Failures by what happened, most frequent first; at most 100, and `other` for each task and kind.
    public List<ErrorReport> errors() {
        return part.errors().list();
    }

    /// The rates over the last whole seconds that all live workers have reported, at most 60 and none of the warm-up or the drain;
    /// empty before there is one, and when all workers have finished.
    ///
    /// @param most how many seconds to look back at most
    public Optional<LiveWindow> lastSeconds(int most) {
        List<MergedInterval> last = timeline.seconds().stream()
                .filter(one -> !one.drain() && one.second() <= whole
                        && one.second() > whole - Math.min(most, LIVE_SECONDS))
                .toList();
        return last.isEmpty() ? Optional.empty() : Optional.of(LiveWindow.of(last));
    }

    /// How the run went over time.
    public Timeline timeline() {
        return timeline;
    }

    /// The figures for the status.
    ///
    /// @param elapsedNanos the measured time that the throughput is over: what of the duration is over, without the
    /// warm-up and without the drain; 0 gives a throughput of 0
    public Result result(long elapsedNanos) {
        return new Result(all.requests(), all.failures(), ResultStatus.failurePercent(all), all.dropped(),
                ResultStatus.rate(all.requestsInTime(), elapsedNanos), users, ResultStatus.percentiles(all.latency()),
                ResultStatus.percentiles(all.serviceTime()), all.bytesReceived(),
                IntStream.range(0, names.size()).mapToObj(task -> taskResult(task, elapsedNanos)).toList(),
                errors().stream().limit(RESULT_ERRORS)
                        .map(one -> new Result.ErrorCount(one.task(), one.kind().name(), one.detail(), one.count(),
                                one.example()))
                        .toList());
    }

    private Result.TaskResult taskResult(int task, long elapsedNanos) {
        MergedTask samples = part.tasks().get(task);
        return new Result.TaskResult(names.get(task), samples.requests(), samples.failures(),
                ResultStatus.failurePercent(samples), samples.dropped(),
                ResultStatus.rate(samples.requestsInTime(), elapsedNanos),
                ResultStatus.percentiles(samples.latency()), ResultStatus.percentiles(samples.serviceTime()),
                samples.bytesReceived());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MergedResult that && names.equals(that.names) && part.equals(that.part)
                && users == that.users && whole == that.whole;
    }

    @Override
    public int hashCode() {
        return part.hashCode();
    }

    @Override
    public String toString() {
        return "Measured[%d requests, %d failures, %d worker-seconds]".formatted(all.requests(), all.failures(),
                part.seconds());
    }
}
