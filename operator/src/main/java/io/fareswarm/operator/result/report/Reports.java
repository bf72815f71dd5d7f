package io.fareswarm.operator.result.report;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.fareswarm.api.Condition;
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.Task;
import io.fareswarm.operator.result.Measured;

/// All files of a report.
public final class Reports {
    public static final String RESULT = "result.json";
    public static final String STATS = "stats.csv";
    public static final String JUNIT = "junit.xml";

    private Reports() {}

    /// The files' texts by their names.
    ///
    /// @param spec of the run
    /// @param tasks of the run, the default ones too
    /// @param span that was measured
    public static Map<String, String> of(String namespace, String name, LoadTestSpec spec, List<Task> tasks,
            LoadTestStatus status, Measured measured, Duration span) {
        return Map.of(RESULT, ResultJson.of(namespace, name, spec, status), STATS,
                StatsCsv.of(tasks, measured, span.toNanos()), JUNIT, JUnitXml.of(name, status, invalid(status), span));
    }

    /// Why the measurement is not valid, or the run could not run.
    private static Optional<String> invalid(LoadTestStatus status) {
        if (status.verdict() != null && status.verdict() != Verdict.Invalid) {
            return Optional.empty();
        }
        String where = status.verdict() == null ? LoadTestConditions.COMPLETE : LoadTestConditions.THRESHOLDS_KEPT;
        return Optional.ofNullable(status.conditions()).flatMap(conditions -> conditions.stream()
                .filter(condition -> condition.type().equals(where)).map(Condition::message)
                .filter(message -> !message.isEmpty()).findFirst());
    }
}
