package io.fareswarm.operator.fleet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.HdrHistogram.Histogram;

import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

/// A permitted report of almost the maximum size: seconds with samples in every bucket of their histograms.
final class LargestReport {
    static final int SECONDS = 9;
    private static final long SAMPLES = 1 << 14;
    private static final HistogramReport FULL = full();

    private LargestReport() {}

    private static HistogramReport full() {
        Histogram histogram = new Histogram(1, WorkerProtocol.HISTOGRAM_MAX_MICROS, WorkerProtocol.HISTOGRAM_DIGITS);
        long sum = 0;
        long last = 1;
        for (long value = 1; value <= WorkerProtocol.HISTOGRAM_MAX_MICROS; value = histogram
                .nextNonEquivalentValue(value)) {
            histogram.recordValueWithCount(value, SAMPLES);
            sum += value * SAMPLES;
            last = value;
        }
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoByteBuffer(bytes);
        return new HistogramReport(histogram.getTotalCount(), sum, 1, last,
                Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length)));
    }

    /// The report with the next seconds after one.
    static String after(long second) {
        TaskReport task = new TaskReport(FakeWorker.TASK, new TaskReport.Counts(0, 0, 0, Map.of(), Map.of()),
                TaskReport.Drain.NONE, FULL, FULL);
        try {
            return new JsonMapper().writeValueAsString(
                    new Report(new WorkerStatus(1, true, WorkerState.Running, null, null, null),
                            LongStream.rangeClosed(second + 1, second + SECONDS)
                                    .mapToObj(one -> new IntervalReport(
                                            IntervalReport.Span.of(one, IntervalReport.RunPart.measured), 1,
                                            HistogramReport.of(1), List.of(task), List.of()))
                                    .toList(),
                            null, 0));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
