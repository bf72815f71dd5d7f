package io.fareswarm.load.measure;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.fareswarm.protocol.AddressReport;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.ErrorReport.Seen;
import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.IntervalReport.Span;

/// Counts of consecutive seconds of a run. There are two uses: the counts of one second, which the send thread fills,
/// another thread reads, and both reuse; and the sum of many seconds. Not thread-safe.
public final class IntervalCounts {
    private final ErrorIndex errorIndex;
    private final AddressIndex addressIndex;
    private final TaskCounts[] tasks;
    /// Delay of the load generator: one value for each request in the counts of one second, one value for each second
    /// in a sum.
    private final HistogramRecorder lateness;
    private final long[] errors;
    /// For a sum: the first and the last second with each error.
    private final long[] firstSeen;
    private final long[] lastSeen;
    private final long[] addressRequests = new long[AddressIndex.CAPACITY];
    private final long[] addressFailures = new long[AddressIndex.CAPACITY];
    private long second;
    private RunPart phase = RunPart.measured;
    private long longestTurnNanos;
    private long users;
    private boolean touched;

    private IntervalCounts(ErrorIndex errorIndex, AddressIndex addressIndex, Supplier<HistogramRecorder> histograms,
            long... goodWithinNanos) {
        this.errorIndex = errorIndex;
        this.addressIndex = addressIndex;
        lateness = histograms.get();
        tasks = new TaskCounts[errorIndex.tasks().size()];
        Arrays.setAll(tasks, _ -> new TaskCounts(histograms, goodWithinNanos));
        errors = new long[errorIndex.capacity()];
        firstSeen = new long[errors.length];
        lastSeen = new long[errors.length];
    }

    /// Creates empty counts of one second.
    ///
    /// @param goodWithinNanos latency limits in nanoseconds; successful responses within each are counted
    static IntervalCounts ofSecond(ErrorIndex errorIndex, AddressIndex addressIndex, long... goodWithinNanos) {
        return new IntervalCounts(errorIndex, addressIndex, HistogramRecorder::ofSecond, goodWithinNanos);
    }

    /// Creates empty counts of a whole run, to which seconds are added.
    ///
    /// @param goodWithinNanos latency limits in nanoseconds; successful responses within each are counted
    static IntervalCounts ofRun(ErrorIndex errorIndex, AddressIndex addressIndex, long... goodWithinNanos) {
        return new IntervalCounts(errorIndex, addressIndex, HistogramRecorder::ofRun, goodWithinNanos);
    }

    void begin(long newSecond, RunPart newPhase) {
        for (TaskCounts task : tasks) {
            task.reset();
        }
        lateness.reset();
        Arrays.fill(errors, 0);
        Arrays.fill(addressRequests, 0);
        Arrays.fill(addressFailures, 0);
        second = newSecond;
        phase = newPhase;
        longestTurnNanos = 0;
        users = 0;
        touched = false;
    }

    TaskCounts touch(int task) {
        touched = true;
        return tasks[task];
    }

    void error(int number) {
        errors[number]++;
    }

    void address(int number, boolean failed) {
        addressRequests[number]++;
        if (failed) {
            addressFailures[number]++;
        }
    }

    void lag(long nanos) {
        touched = true;
        lateness.record(nanos);
    }

    void turn(long nanos) {
        longestTurnNanos = Math.max(longestTurnNanos, nanos);
    }

    void users(long seen) {
        users = Math.max(users, seen);
    }

    boolean isTouched() {
        return touched;
    }

    /// Adds a second to the counts of a run.
    public void add(IntervalCounts second) {
        users(second.users);
        if (second.phase == RunPart.measured) {
            lateness.record(second.stallMicros() * 1000);
        }
        for (int task = 0; task < tasks.length; task++) {
            tasks[task].add(second.tasks[task]);
        }
        for (int error = 0; error < errors.length; error++) {
            if (second.errors[error] > 0) {
                firstSeen[error] = errors[error] == 0 ? second.second : Math.min(firstSeen[error], second.second);
                lastSeen[error] = Math.max(lastSeen[error], second.second);
                errors[error] += second.errors[error];
            }
        }
        for (int address = 0; address < AddressIndex.CAPACITY; address++) {
            addressRequests[address] += second.addressRequests[address];
            addressFailures[address] += second.addressFailures[address];
        }
    }

    /// The second that is counted, from 0 at the start barrier.
    public long second() {
        return second;
    }

    /// The part of the run in which the second began.
    public RunPart phase() {
        return phase;
    }

    /// Maximum number of active users at one time; in the open model, of requests in flight.
    public long users() {
        return users;
    }

    /// The delay of the load generator in the second, in microseconds: the greater of the lag's 99th percentile and the
    /// longest turn of the send loop.
    public long stallMicros() {
        return Math.max(lagMicros(), turnMicros());
    }

    /// The 99th percentile of the generator's lag in the second, microseconds.
    public long lagMicros() {
        return lateness.percentileMicros(99);
    }

    /// The longest turn of the send loop in the second, microseconds.
    public long turnMicros() {
        return longestTurnNanos / 1000;
    }

    /// The counts of one task.
    ///
    /// @param task index of the task in the slice
    public TaskCounts task(int task) {
        return tasks[task];
    }

    /// The protocol record of one second.
    public IntervalReport toReport() {
        return toReport(Span.of(second, phase),
                phase == RunPart.measured ? HistogramReport.of(stallMicros()) : HistogramReport.NONE,
                _ -> Seen.at(second));
    }

    /// The protocol record of the sum of many seconds.
    ///
    /// @param last number of the last second
    public IntervalReport toTotal(long last) {
        return toReport(Span.through(last), lateness.toReport(),
                error -> new Seen(firstSeen[error], lastSeen[error]));
    }

    private IntervalReport toReport(Span span, HistogramReport stalls, IntFunction<Seen> seen) {
        return new IntervalReport(span, users, stalls,
                IntStream.range(0, tasks.length).mapToObj(task -> tasks[task].toReport(errorIndex.tasks().get(task)))
                        .toList(),
                errorReports(seen), addressReports());
    }

    private List<AddressReport> addressReports() {
        return IntStream.range(0, AddressIndex.CAPACITY).filter(address -> addressRequests[address] > 0)
                .mapToObj(address -> new AddressReport(addressIndex.text(address), addressRequests[address],
                        addressFailures[address]))
                .toList();
    }

    private List<ErrorReport> errorReports(IntFunction<Seen> seen) {
        return IntStream.range(0, errors.length).filter(error -> errors[error] > 0)
                .mapToObj(error -> errorIndex.toReport(error, errors[error], seen.apply(error)))
                .sorted(Comparator.comparingLong(ErrorReport::count).reversed()).toList();
    }
}
