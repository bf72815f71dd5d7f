package io.fareswarm.operator.result.report;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.fareswarm.api.Condition;
import io.fareswarm.api.Durations;
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.Task;
import io.fareswarm.operator.result.MergedResult;

/// All files of a report.
public final class ReportFiles {
    public static final String RESULT = "result.json";
    public static final String STATS = "stats.csv";
    public static final String JUNIT = "junit.xml";
    public static final String HTML = "result.html";

    private ReportFiles() {}

    /// The files' texts by their names, those that are missed least last.
    ///
    /// @param spec of the run
    /// @param tasks of the run, the default ones too
    /// @param span that was measured
    public static Map<String, String> of(String namespace, String name, LoadTestSpec spec, List<Task> tasks,
            LoadTestStatus status, MergedResult measured, Duration span) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(RESULT, ResultJson.of(namespace, name, spec, status));
        files.put(JUNIT, JUnitXml.of(name, status, invalid(status), span));
        files.put(STATS, StatsCsv.of(tasks, measured, span.toNanos()));
        files.put(HTML, ResultHtml.of(name, spec, status, why(status), measured.timeline(),
                Durations.parse(spec.warmup()).plusMillis(999).toSeconds()));
        if (status.run() != null && status.run().startedAt() != null) {
            files.putAll(HistogramLogFile.of(measured.tasks(), measured.timeline(),
                    Instant.parse(status.run().startedAt())));
        }
        return files;
    }

    /// As many of the files as fit into so many bytes; those that are missed least go first.
    public static Map<String, String> fitting(Map<String, String> files, long bytes) {
        Map<String, String> fitting = new LinkedHashMap<>();
        long taken = 0;
        for (Map.Entry<String, String> file : files.entrySet()) {
            taken += file.getKey().length() + file.getValue().getBytes(StandardCharsets.UTF_8).length;
            if (taken > bytes) {
                break;
            }
            fitting.put(file.getKey(), file.getValue());
        }
        return fitting;
    }

    /// Why the verdict is what it is: the measurement is not valid, a threshold is broken, or how the run ended.
    private static Optional<String> why(LoadTestStatus status) {
        Optional<String> invalid = invalid(status);
        if (invalid.isPresent()) {
            return invalid;
        }
        List<ThresholdResult> broken = status.thresholds() == null
                ? List.of()
                : status.thresholds().stream().filter(one -> !one.passed()).toList();
        String kept = broken.isEmpty()
                ? "All thresholds passed"
                : broken.stream()
                        .map(one -> "%s: expected %s, observed %s".formatted(one.name(), one.limit(), one.observed()))
                        .collect(Collectors.joining("; "));
        return Optional.of(kept + message(status, LoadTestConditions.COMPLETE).map(how -> " (" + how + ")").orElse(""));
    }

    /// Why the measurement is not valid, or the run could not run.
    private static Optional<String> invalid(LoadTestStatus status) {
        if (status.verdict() != null && status.verdict() != Verdict.Invalid) {
            return Optional.empty();
        }
        String where = status.verdict() == null ? LoadTestConditions.COMPLETE : LoadTestConditions.THRESHOLDS_PASSED;
        return message(status, where);
    }

    private static Optional<String> message(LoadTestStatus status, String type) {
        return Optional.ofNullable(status.conditions()).flatMap(conditions -> conditions.stream()
                .filter(condition -> condition.type().equals(type)).map(Condition::message)
                .filter(message -> !message.isEmpty()).findFirst());
    }
}
