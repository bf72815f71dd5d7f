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
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.Result;
import io.fareswarm.api.Task;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.protocol.AddressReport;

/// Names and texts of all files of a report.
public final class ReportFiles {
    public static final String RESULT = "result.json";
    public static final String STATS = "stats.csv";
    public static final String JUNIT = "junit.xml";
    public static final String HTML = "result.html";
    public static final String SERIES = "series.json";
    public static final String HISTORY = "history.csv";

    /// Pattern of the names of all files, for a search in a directory.
    public static final String GLOB = "{result.json,result.html,stats.csv,junit.xml,series.json,history.csv,latency-*.hlog}";

    private ReportFiles() {}

    /// The text of each file by name, the most important first.
    ///
    /// @param spec spec of the run
    /// @param tasks tasks of the run, also if they are the default tasks
    /// @param span length of the measured time
    /// @param measured the samples. If the status counts more requests, because their reports are gone, files of samples and
    /// the addresses are left out
    /// @param series the run over time
    public static Map<String, String> of(String namespace, String name, LoadTestSpec spec, List<Task> tasks,
            LoadTestStatus status, MergedResult measured, Duration span, Series series) {
        Map<String, String> files = new LinkedHashMap<>();
        Result result = status.result();
        boolean isWhole = result == null || result.requests() <= measured.samples(null).requests();
        List<AddressReport> addresses = isWhole ? measured.addresses() : List.of();
        files.put(RESULT, ResultJson.of(namespace, name, spec, status,
                isWhole || result == null ? measured.distinctErrors() : result.errors(), addresses));
        files.put(JUNIT, JUnitXml.of(name, status, invalid(status),
                message(status, LoadTestConditions.COMPLETE).orElse(""), span));
        if (isWhole) {
            files.put(STATS, StatsCsv.of(tasks, measured, span.toNanos()));
        }
        files.put(SERIES, series.toJson());
        files.put(HISTORY, series.toCsv());
        files.put(HTML, new ResultHtml(name, spec, status, why(status), addresses, measured.timeline(), series).page());
        if (isWhole && status.run() != null && status.run().startedAt() != null) {
            files.putAll(HistogramLogFile.of(measured.tasks(), measured.timeline(),
                    Instant.parse(status.run().startedAt())));
        }
        return files;
    }

    /// The first files that fit into a number of bytes.
    public static Map<String, String> fitting(Map<String, String> files, long bytes) {
        Map<String, String> fitting = new LinkedHashMap<>();
        long size = 0;
        for (Map.Entry<String, String> file : files.entrySet()) {
            size += file.getKey().length() + file.getValue().getBytes(StandardCharsets.UTF_8).length;
            if (size > bytes) {
                break;
            }
            fitting.put(file.getKey(), file.getValue());
        }
        return fitting;
    }

    /// The reason for the verdict: why the measurement is not valid, which thresholds failed, and how the run ended.
    private static String why(LoadTestStatus status) {
        Optional<String> invalid = invalid(status);
        if (invalid.isPresent()) {
            return invalid.get();
        }
        List<ThresholdResult> failed = status.thresholds() == null
                ? List.of()
                : status.thresholds().stream().filter(one -> !one.passed()).toList();
        String thresholds = failed.isEmpty()
                ? "All thresholds passed"
                : failed.stream()
                        .map(one -> "%s: expected %s, observed %s".formatted(one.name(), one.limit(), one.observed()))
                        .collect(Collectors.joining("; "));
        return thresholds + message(status, LoadTestConditions.COMPLETE).map(how -> " (" + how + ")").orElse("");
    }

    /// Why the measurement is not valid, or why the run ended in phase Error.
    private static Optional<String> invalid(LoadTestStatus status) {
        if (status.verdict() != null && status.verdict() != Verdict.Invalid) {
            return Optional.empty();
        }
        String type = status.verdict() == null ? LoadTestConditions.COMPLETE : LoadTestConditions.THRESHOLDS_PASSED;
        return message(status, type);
    }

    private static Optional<String> message(LoadTestStatus status, String type) {
        return Optional.ofNullable(status.conditions()).flatMap(conditions -> conditions.stream()
                .filter(condition -> condition.type().equals(type)).map(Condition::message)
                .filter(message -> !message.isEmpty()).findFirst());
    }
}
