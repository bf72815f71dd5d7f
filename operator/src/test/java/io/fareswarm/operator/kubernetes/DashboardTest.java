package io.fareswarm.operator.kubernetes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The chart's dashboard asks for nothing of the operator that it does not count.
class DashboardTest {
    @Test
    void itsMetricsAreThoseOfTheOperator() throws Exception {
        String dashboard = Files.readString(Path.of("../helm/fareswarm/files/dashboard.json"));
        Counters counters = new Counters();
        counters.statusWritten("LoadTest");
        counters.timeControllerExecution(new Reconciliation());
        String page = new String(counters.page(), StandardCharsets.UTF_8);

        assertThat(Pattern.compile("fareswarm_operator_\\w+").matcher(dashboard).results().map(MatchResult::group))
                .hasSizeGreaterThan(3)
                .allSatisfy(metric -> assertThat(page).containsPattern("(?m)^" + metric + "[{ ]"));
    }

    private static final class Reconciliation implements Metrics.ControllerExecution<String> {
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
            return "done";
        }
    }
}
