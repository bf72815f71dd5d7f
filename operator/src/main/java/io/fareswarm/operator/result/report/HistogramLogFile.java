package io.fareswarm.operator.result.report;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

import io.fareswarm.operator.result.MergedHistogram;
import io.fareswarm.operator.result.MergedInterval;
import io.fareswarm.operator.result.Timeline;

/// `latency-TASK.hlog`: HdrHistogram log (version 1.3) of a task's latency, with a histogram in microseconds, tagged with the
/// task, for each window in which requests ended. The column of maxima is in milliseconds, as log readers expect, and has
/// the upper end of the maximum's bucket.
public final class HistogramLogFile {
    private HistogramLogFile() {}

    /// The text of each file by name, one per task.
    ///
    /// @param tasks names of the tasks, in their order
    /// @param barrier when second 0 of the timeline began
    public static Map<String, String> of(List<String> tasks, Timeline timeline, Instant barrier) {
        List<MergedInterval> windows = timeline.windows(Timeline.MOST_WINDOWS);
        List<String> names = names(tasks);
        Map<String, String> files = new LinkedHashMap<>();
        for (int task = 0; task < names.size(); task++) {
            files.put("latency-" + names.get(task) + ".hlog", log(names.get(task), task, windows, barrier));
        }
        return files;
    }

    private static String log(String tag, int task, List<MergedInterval> windows, Instant barrier) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HistogramLogWriter log = new HistogramLogWriter(bytes);
        log.outputComment("[Latency of each window in microseconds, from when a request was due]");
        log.outputLogFormatVersion();
        // Like outputStartTime, but independent of the time zone.
        log.outputComment("[StartTime: %s (seconds since epoch), %s]"
                .formatted(BigDecimal.valueOf(barrier.toEpochMilli(), 3).toPlainString(), barrier));
        log.outputLegend();
        for (MergedInterval window : windows) {
            MergedHistogram latency = window.tasks().get(task).latency();
            if (!latency.isEmpty()) {
                Histogram histogram = latency.histogram();
                histogram.setTag(tag);
                log.outputIntervalHistogram((double) window.second(), (double) (window.second() + window.seconds()),
                        histogram, 1_000);
            }
        }
        log.close();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /// Names valid for files, ConfigMap keys and tags, and unique even if case is ignored.
    static List<String> names(List<String> tasks) {
        List<String> names = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (String task : tasks) {
            String plain = task.replaceAll("[^A-Za-z0-9_.-]+", "-");
            String name = plain;
            for (int number = 2; !used.add(name.toLowerCase(Locale.ROOT)); number++) {
                name = plain + "-" + number;
            }
            names.add(name);
        }
        return names;
    }
}
