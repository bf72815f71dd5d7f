package io.fareswarm.operator.result;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Result;
import io.fareswarm.protocol.AddressReport;
import io.fareswarm.protocol.ErrorReport;

/// The merged measurements of a run at one moment: exact counts and merged histograms, by task and all together. Immutable.
/// Two results are equal if their measurements are; their timelines may differ.
public final class MergedResult {
    /// Maximum delay of a worker behind the newest report, seconds. [#lastSeconds(int)] does not wait for a worker with a
    /// longer delay, and its users do not count.
    static final long PATIENCE_SECONDS = 5;

    private static final int LIVE_SECONDS = 60;

    private final List<String> names;
    private final MergedInterval total;
    private final MergedTask all;
    private final long elapsedMicros;
    private final long whole;
    private final Map<String, Long> through;
    private final Timeline timeline;

    /// @param whole the last second that all live workers reported; -1 for none
    /// @param through each worker's last second without a gap before it
    MergedResult(List<String> names, MergedInterval total, long elapsedMicros, long whole, Map<String, Long> through,
            Timeline timeline) {
        this.names = names;
        this.total = total;
        this.all = total.all();
        this.elapsedMicros = elapsedMicros;
        this.whole = whole;
        this.through = Map.copyOf(through);
        this.timeline = timeline;
    }

    /// The tasks' names, in their order.
    public List<String> tasks() {
        return names;
    }

    /// The samples of one task, or of all tasks for null; empty for a task that the run does not have.
    public MergedTask samples(@Nullable String task) {
        return task == null ? all : samples(task, total);
    }

    /// The samples of one task in an interval of this run's timeline, or of all tasks for null.
    public MergedTask samples(@Nullable String task, MergedInterval interval) {
        if (task == null) {
            return interval.all();
        }
        int index = names.indexOf(task);
        return index < 0 ? MergedTask.NONE : interval.tasks().get(index);
    }

    /// The last second that a worker reported without a gap before it; -1 before the first.
    public long through(String worker) {
        return through.getOrDefault(worker, -1L);
    }

    /// Reported seconds of the duration, added over the workers.
    public long workerSeconds() {
        return total.workerSeconds();
    }

    /// Longest duration of a worker that has sent its whole share; zero before there is one.
    public Duration elapsed() {
        return Duration.of(elapsedMicros, ChronoUnit.MICROS);
    }

    /// Number of the [#workerSeconds()] in which the 99th percentile of the generator's lag or the longest turn of its send
    /// loop exceeded a limit. A value in the limit's own histogram bucket (0.1 % wide) does not exceed it.
    public long stalledSeconds(long limitMicros) {
        return total.stalls().above(limitMicros);
    }

    /// Active users now; after the run, the maximum at one time.
    public long users() {
        return total.users();
    }

    /// Failures by task, kind and detail, most frequent first: at most 100, and `other` for each task and kind.
    public List<ErrorReport> errors() {
        return total.errors().list();
    }

    /// Requests by address of the target, most requests first: at most 64 addresses, and [AddressReport#OTHERS].
    public List<AddressReport> addresses() {
        return total.addresses().byRequests();
    }

    /// The most frequent errors by task, kind and detail, most frequent first: at most
    /// [io.fareswarm.protocol.WorkerProtocol#MAX_DISTINCT_ERRORS], and none that only counts further ones.
    public List<Result.ErrorCount> distinctErrors() {
        return errors().stream().filter(error -> !error.detail().equals(ErrorReport.OTHER)).map(ResultStatus::error)
                .toList();
    }

    /// The rates over the last whole seconds that all live workers have reported, at most 60 and none of the warm-up or the
    /// drain; empty before there is one, and when all workers have finished. A last second that a stop ended is not whole.
    ///
    /// @param most maximum number of seconds
    public Optional<LiveWindow> lastSeconds(int most) {
        List<MergedInterval> last = timeline.seconds().stream()
                .filter(one -> timeline.isWhole(one) && one.second() <= whole
                        && one.second() > whole - Math.min(most, LIVE_SECONDS))
                .toList();
        return last.isEmpty() ? Optional.empty() : Optional.of(LiveWindow.of(last));
    }

    /// The last whole window that all live workers have reported, its first second a multiple of its length; empty before the
    /// first, in the warm-up and in the drain, and when the duration ended within the window.
    public Optional<MergedInterval> lastWindow(int seconds) {
        long first = (whole + 1) / seconds * seconds - seconds;
        return timeline.window(first, seconds).filter(timeline::isWhole);
    }

    /// The measurements over time.
    public Timeline timeline() {
        return timeline;
    }

    /// The result in the format of the status.
    ///
    /// @param elapsedNanos divisor of the throughput: the elapsed part of the duration, without warm-up and drain; 0 gives a
    /// throughput of 0
    public Result result(long elapsedNanos) {
        return ResultStatus.of(this, elapsedNanos);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MergedResult that && names.equals(that.names) && total.equals(that.total)
                && elapsedMicros == that.elapsedMicros && whole == that.whole;
    }

    @Override
    public int hashCode() {
        return total.hashCode();
    }

    @Override
    public String toString() {
        return "MergedResult[%d requests, %d failures, %d worker-seconds]".formatted(all.requests(),
                all.counts().failures(), workerSeconds());
    }
}
