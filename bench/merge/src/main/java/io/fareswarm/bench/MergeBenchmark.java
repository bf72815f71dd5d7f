package io.fareswarm.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.HdrHistogram.IntCountsHistogram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.fareswarm.api.Result;
import io.fareswarm.operator.result.ResultAccumulator;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerProtocol;

/// Benchmark of one second of an operator with 1,000 workers. It parses each worker's report of a second, decodes and
/// adds up the histograms, and computes the result so far. The target is half a second of one core.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 10)
@Measurement(iterations = 5, time = 10)
@Fork(1)
public class MergeBenchmark {
    private static final int WORKERS = 1_000;
    private static final List<String> TASKS = List.of("valid ride", "ride with a field missing");

    private final JsonMapper json = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final List<byte[]> reports = new ArrayList<>();
    private ResultAccumulator results = new ResultAccumulator(TASKS);
    private long second;

    /// Number of requests in each report.
    @Param({"100", "1000", "10000"})
    public int requests;

    /// Creates the reports. Different workers have different samples.
    @Setup
    public void report() throws IOException {
        Random random = new Random(1);
        for (int worker = 0; worker < WORKERS; worker++) {
            List<TaskReport> tasks = List.of(task(random, TASKS.get(0), requests * 5 / 6),
                    task(random, TASKS.get(1), requests / 6));
            IntervalReport one = new IntervalReport(Span.of(0, IntervalReport.RunPart.measured), 100,
                    HistogramReport.of(3_000 + worker), tasks,
                    List.of(new ErrorReport(TASKS.get(0), ErrorReport.Kind.status, "expected 200, found 503", 1,
                            "POST /predict: no upstream", ErrorReport.Seen.at(0))));
            reports.add(
                    json.writeValueAsBytes(Map.of("status", Map.of("clockNanos", 1, "ready", true, "state", "Running"),
                            "intervals", List.of(one))));
        }
    }

    @Setup(Level.Iteration)
    public void begin() {
        results = new ResultAccumulator(TASKS);
        second = 0;
    }

    @Benchmark
    public Result second() throws IOException {
        for (int worker = 0; worker < WORKERS; worker++) {
            Report report = json.readValue(reports.get(worker), Report.class);
            results.add("worker-" + worker,
                    new Report(report.status(), report.intervals().stream().map(this::now).toList(),
                            report.total(), 0));
        }
        second++;
        return results.measured().result(second * 1_000_000_000L);
    }

    private IntervalReport now(IntervalReport one) {
        return new IntervalReport(Span.of(second, one.span().phase()), one.users(), one.stalls(), one.tasks(),
                one.errors().stream().map(this::now).toList());
    }

    private ErrorReport now(ErrorReport one) {
        return new ErrorReport(one.task(), one.kind(), one.detail(), one.count(), one.example(),
                ErrorReport.Seen.at(second));
    }

    /// A task report with latencies of about 2 ms and a long tail, like those of a healthy server.
    private static TaskReport task(Random random, String name, int requests) {
        long[] micros = new long[requests];
        Arrays.setAll(micros, _ -> 200 + (long) (2_000 * Math.exp(random.nextGaussian() * 0.7)));
        return new TaskReport(name,
                new TaskReport.Counts(1, 0, 150L * requests, Map.of("200", requests - 1L, "503", 1L), Map.of()),
                TaskReport.Drain.NONE, histogram(micros), histogram(micros));
    }

    /// A histogram in the format of a worker's report.
    private static HistogramReport histogram(long[] micros) {
        IntCountsHistogram histogram = new IntCountsHistogram(1, WorkerProtocol.HISTOGRAM_MAX_MICROS,
                WorkerProtocol.HISTOGRAM_DIGITS);
        Arrays.stream(micros).forEach(histogram::recordValue);
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoByteBuffer(buffer);
        return new HistogramReport(micros.length, Arrays.stream(micros).sum(), Arrays.stream(micros).min().orElse(0),
                Arrays.stream(micros).max().orElse(0),
                Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length)));
    }
}
