package io.fareswarm.operator.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The chart's dashboard and its alerts use only metrics that the operator exposes.
class DashboardTest {
    @Test
    void everyMetricOfTheDashboardAndTheAlertsIsExposedByTheOperator() throws Exception {
        String dashboard = Files.readString(Path.of("../helm/fareswarm/files/dashboard.json"))
                + Files.readString(Path.of("../helm/fareswarm/files/rules.yaml"));
        OperatorMetrics counters = new OperatorMetrics();
        counters.statusWritten("LoadTest");
        counters.resources("loadtests", List.of("Invalid"), _ -> 1);
        counters.resources("faremodels", List.of("Stalled"), _ -> 1);
        counters.queue("runs", () -> 1);
        Metrics framework = counters.framework();
        framework.timeControllerExecution(new Reconciliation(true));
        assertThatThrownBy(() -> framework.timeControllerExecution(new Reconciliation(false)));
        String page = counters.page(null).text();

        assertThat(Pattern.compile("(fareswarm_operator|operator_sdk)_\\w+").matcher(dashboard).results()
                .map(MatchResult::group)).hasSizeGreaterThan(5)
                .allSatisfy(metric -> assertThat(page).containsPattern("(?m)^" + metric + "[{ ]"));
    }

    /// One call of a reconciler, for [Metrics].
    private record Reconciliation(boolean succeeds) implements Metrics.ControllerExecution<String> {
        @Override
        public String controllerName() {
            return "loadtest";
        }

        @Override
        public String successTypeName(String result) {
            return result;
        }

        @Override
        public ResourceID resourceID() {
            return new ResourceID("taxi-rush", "default");
        }

        @Override
        public Map<String, Object> metadata() {
            return Map.of();
        }

        @Override
        public String name() {
            return "reconcile";
        }

        @Override
        public String execute() {
            if (succeeds) {
                return "done";
            }
            throw new IllegalStateException("no");
        }
    }
}
