package io.fareswarm.operator.result.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.Run;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;

/// `junit.xml`: a test case that says whether the measurement is valid, and one for each threshold, for CI servers.
public final class JUnitXml {
    private JUnitXml() {}

    /// The whole file.
    ///
    /// @param name of the LoadTest
    /// @param invalid why the measurement is not valid, or why the run could not run; empty when it is in order
    /// @param elapsed how long the run took
    public static String of(String name, LoadTestStatus status, Optional<String> invalid, Duration elapsed) {
        List<ThresholdResult> thresholds = status.thresholds() == null ? List.of() : status.thresholds();
        boolean error = status.phase() == Phase.Error;
        long failures = thresholds.stream().filter(one -> !one.kept()).count()
                + (invalid.isPresent() && !error ? 1 : 0);
        String time = BigDecimal.valueOf(elapsed.toMillis(), 3).toPlainString();
        String counts = "tests=\"%s\" failures=\"%s\" errors=\"%s\" skipped=\"0\" time=\"%s\"".formatted(
                Integer.toString(thresholds.size() + 1), Long.toString(failures), error ? "1" : "0", time);

        List<String> lines = new ArrayList<>();
        lines.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        lines.add("<testsuites name=\"fareswarm\" %s>".formatted(counts));
        lines.add("  <testsuite name=\"%s\" %s%s>".formatted(escape(name), counts, timestamp(status.run())));
        lines.add(testCase(name, "measurement is valid", problem(error, invalid)));
        thresholds.forEach(one -> lines.add(testCase(name, one.name(), broken(one))));
        lines.add("  </testsuite>");
        lines.add("</testsuites>");
        return String.join("\n", lines) + "\n";
    }

    private static @Nullable String problem(boolean error, Optional<String> invalid) {
        if (error) {
            return element("error", "Error", invalid.orElse("the run could not run"));
        }
        return invalid.map(why -> element("failure", "Invalid", why)).orElse(null);
    }

    private static @Nullable String broken(ThresholdResult threshold) {
        return threshold.kept()
                ? null
                : element("failure", "Failed",
                        "expected %s, observed %s".formatted(threshold.limit(), threshold.observed()));
    }

    private static String element(String element, String type, String message) {
        return "<%s type=\"%s\" message=\"%s\"/>".formatted(element, type, escape(message));
    }

    private static String testCase(String suite, String name, @Nullable String problem) {
        String start = "    <testcase classname=\"fareswarm.%s\" name=\"%s\" time=\"0\"".formatted(escape(suite),
                escape(name));
        return problem == null ? start + "/>" : start + ">" + problem + "</testcase>";
    }

    private static String timestamp(@Nullable Run run) {
        return run == null || run.startedAt() == null ? "" : " timestamp=\"" + escape(run.startedAt()) + "\"";
    }

    /// Text for an attribute, in which XML would read a tab or a line end as a blank.
    private static String escape(String text) {
        return Html.escape(text).replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;");
    }
}
