package io.fareswarm.operator.result;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.AddressReport;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.ErrorReport.Seen;
import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

/// A run of random samples: the reports of its workers, second by second, and the same samples in one histogram without any
/// merge.
public final class RandomRun {
    public static final List<String> TASKS = List.of("valid ride", "ride with a field missing");

    /// Large enough for any histogram; tests of one class run one after the other.
    private static final ByteBuffer BUFFER = ByteBuffer.allocate(1 << 20);

    /// Seconds at the end that belong to the drain.
    static final int DRAIN_SECONDS = 2;

    private final Random random;
    private final int length;
    private final int warmupSeconds;
    final Map<String, List<IntervalReport>> seconds = new TreeMap<>();
    /// Samples after the warm-up, in the order of the tasks.
    final List<Histogram> latencies = TASKS.stream().map(_ -> original()).toList();
    final Histogram allLatencies = original();
    long maxMicros;
    long failures;

    public RandomRun(long seed, int workers, int length, int warmupSeconds) {
        this.random = new Random(seed);
        this.length = length;
        this.warmupSeconds = warmupSeconds;
        for (int worker = 0; worker < workers; worker++) {
            List<IntervalReport> reports = new ArrayList<>();
            for (int second = 0; second < length; second++) {
                reports.add(second(second));
            }
            seconds.put("worker-" + worker, reports);
        }
    }

    private IntervalReport second(int second) {
        boolean warmup = second < warmupSeconds;
        boolean inDrain = !warmup && second >= length - DRAIN_SECONDS;
        List<TaskReport> tasks = new ArrayList<>();
        List<ErrorReport> errors = new ArrayList<>();
        for (String task : TASKS) {
            long[] micros = random.longs(random.nextInt(40), 1, 1 << (8 + random.nextInt(16))).toArray();
            long failed = micros.length == 0 ? 0 : random.nextInt(micros.length);
            if (failed > 0) {
                errors.add(new ErrorReport(task, ErrorReport.Kind.status, "expected 200, found 50" + random.nextInt(4),
                        failed, null, Seen.at(second)));
            }
            if (!warmup) {
                Arrays.stream(micros).forEach(latencies.get(TASKS.indexOf(task))::recordValue);
                Arrays.stream(micros).forEach(allLatencies::recordValue);
                maxMicros = Math.max(maxMicros, Arrays.stream(micros).max().orElse(0));
                failures += failed;
            }
            int late = inDrain ? micros.length : warmup ? 0 : random.nextInt(micros.length + 1);
            TaskReport.Drain drain = new TaskReport.Drain(late, Math.min(late, failed), late);
            tasks.add(new TaskReport(task, new TaskReport.Counts(failed, random.nextInt(3), 100L * micros.length,
                    micros.length == 0 ? Map.of() : Map.of("200", micros.length - failed, "503", failed), Map.of()),
                    drain, histogram(micros), histogram(micros)));
        }
        RunPart phase = warmup ? RunPart.warmup : inDrain ? RunPart.drain : RunPart.measured;
        return new IntervalReport(Span.of(second, phase), 10 + random.nextInt(5),
                stalls(phase, random.nextInt(20_000)), tasks, errors, addresses(tasks));
    }

    /// The requests of a second, some to each of a few of many addresses.
    private List<AddressReport> addresses(List<TaskReport> tasks) {
        long requests = tasks.stream().mapToLong(TaskReport::requests).sum();
        long failed = tasks.stream().mapToLong(task -> task.counts().failures()).sum();
        Map<String, AddressReport> addresses = new TreeMap<>();
        while (requests > 0) {
            long some = 1L + random.nextInt((int) requests);
            long bad = Math.min(failed, some);
            String address = random.nextInt(9) == 0 ? AddressReport.OTHERS : "10.0.0." + random.nextInt(100);
            addresses.merge(address, new AddressReport(address, some, bad), AddressReport::plus);
            requests -= some;
            failed -= bad;
        }
        return List.copyOf(addresses.values());
    }

    /// The reports of a worker for a reader that polls every second: one for each second.
    public List<Report> reports(String worker) {
        return seconds(worker).stream().map(second -> report(WorkerState.Running, List.of(second), null)).toList();
    }

    /// The final report of a worker that stores its last few intervals.
    public Report last(String worker, int stored) {
        List<IntervalReport> all = seconds(worker);
        return report(WorkerState.Finished, all.subList(Math.max(0, all.size() - stored), all.size()),
                total(worker, all.size() - 1));
    }

    List<IntervalReport> seconds(String worker) {
        return seconds.getOrDefault(worker, List.of());
    }

    /// The sum, calculated by HdrHistogram and by plain additions.
    IntervalReport total(String worker, int throughSecond) {
        List<IntervalReport> measured = seconds(worker).stream()
                .filter(one -> one.span().phase() != RunPart.warmup && one.span().last() <= throughSecond).toList();
        List<TaskReport> tasks = TASKS.stream()
                .map(name -> measured.stream().flatMap(one -> one.tasks().stream())
                        .filter(task -> task.task().equals(name)).reduce(RandomRun::add).orElseGet(() -> empty(name)))
                .toList();
        Map<List<Object>, ErrorReport> errors = new LinkedHashMap<>();
        measured.stream().flatMap(one -> one.errors().stream())
                .forEach(one -> errors.merge(List.of(one.task(), one.kind(), one.detail()), one,
                        (some, later) -> new ErrorReport(some.task(), some.kind(), some.detail(),
                                some.count() + later.count(), null,
                                new Seen(some.seen().first(), later.seen().last()))));
        List<IntervalReport> counted = measured.stream().filter(one -> one.span().phase() == RunPart.measured).toList();
        return new IntervalReport(Span.through(throughSecond), seconds(worker).get(throughSecond).users(),
                histogram(counted.stream().mapToLong(one -> one.stalls().maxMicros()).toArray()),
                tasks, List.copyOf(errors.values()), addresses(measured.stream()));
    }

    /// The sum of the addresses of a worker's seconds: the first 64, and the others.
    private static List<AddressReport> addresses(Stream<IntervalReport> seconds) {
        NavigableMap<String, AddressReport> sums = new TreeMap<>();
        seconds.flatMap(one -> one.addresses().stream())
                .forEach(one -> sums.merge(one.address(), one, AddressReport::plus));
        List<AddressReport> listed = new ArrayList<>(sums.values());
        List<AddressReport> named = listed.stream().filter(one -> !one.areOthers()).limit(64).toList();
        listed.removeAll(named);
        return Stream.concat(named.stream(), listed.stream()
                .map(one -> new AddressReport(AddressReport.OTHERS, one.requests(), one.failures()))
                .reduce(AddressReport::plus).stream()).toList();
    }

    /// The stalls of one second: one stall in the duration, none in another part.
    static HistogramReport stalls(RunPart phase, long micros) {
        return phase == RunPart.measured ? HistogramReport.of(micros) : HistogramReport.NONE;
    }

    static TaskReport empty(String task) {
        return new TaskReport(task, TaskReport.Counts.NONE, TaskReport.Drain.NONE, HistogramReport.NONE,
                HistogramReport.NONE);
    }

    private static TaskReport add(TaskReport some, TaskReport others) {
        Map<String, Long> statuses = new TreeMap<>(some.counts().statuses());
        others.counts().statuses().forEach((status, count) -> statuses.merge(status, count, Long::sum));
        return new TaskReport(some.task(),
                new TaskReport.Counts(some.counts().failures() + others.counts().failures(),
                        some.counts().dropped() + others.counts().dropped(),
                        some.counts().bytesReceived() + others.counts().bytesReceived(), statuses, Map.of()),
                new TaskReport.Drain(some.drain().requests() + others.drain().requests(),
                        some.drain().failures() + others.drain().failures(),
                        some.drain().responses() + others.drain().responses()),
                add(some.latency(), others.latency()), add(some.serviceTime(), others.serviceTime()));
    }

    private static HistogramReport add(HistogramReport some, HistogramReport others) {
        if (some.count() == 0 || others.count() == 0) {
            return some.count() == 0 ? others : some;
        }
        Histogram sum = decode(some);
        sum.add(decode(others));
        return new HistogramReport(some.count() + others.count(), some.sumMicros() + others.sumMicros(),
                Math.min(some.minMicros(), others.minMicros()), Math.max(some.maxMicros(), others.maxMicros()),
                encode(sum));
    }

    public static Report report(WorkerState state, List<IntervalReport> seconds,
            @Nullable IntervalReport total) {
        return new Report(new WorkerStatus(0, true, state, null, null, null), seconds, total, 0);
    }

    public static HistogramReport histogram(long... micros) {
        if (micros.length == 0) {
            return HistogramReport.NONE;
        }
        Histogram histogram = original();
        Arrays.stream(micros).forEach(histogram::recordValue);
        return new HistogramReport(micros.length, Arrays.stream(micros).sum(),
                Arrays.stream(micros).min().orElseThrow(), Arrays.stream(micros).max().orElseThrow(),
                encode(histogram));
    }

    static Histogram original() {
        return new Histogram(1, WorkerProtocol.HISTOGRAM_MAX_MICROS, WorkerProtocol.HISTOGRAM_DIGITS);
    }

    static String encode(Histogram histogram) {
        BUFFER.clear();
        int length = histogram.encodeIntoByteBuffer(BUFFER);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(BUFFER.array(), length));
    }

    private static Histogram decode(HistogramReport report) {
        if (report.histogram().isEmpty()) {
            Histogram few = original();
            few.recordValueWithCount(report.minMicros(), report.count());
            return few;
        }
        return Histogram.decodeFromByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(report.histogram())), 0);
    }
}
