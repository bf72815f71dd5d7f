package io.fareswarm.operator.kubernetes;

import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class OperatorMetricsTest {
    private final OperatorMetrics counters = new OperatorMetrics();

    private List<String> page() {
        return counters.page(null).text().lines().toList();
    }

    @Test
    void retriesOfAResourceAddNoTimeSeries() {
        Metrics framework = counters.framework();
        HasMetadata resource = new ConfigMapBuilder().withNewMetadata().withName("it").withNamespace("here")
                .endMetadata().build();
        for (int i = 1; i <= 20; i++) {
            Retry retry = new Retry(i);
            // It counts, and then fails since there is no controller.
            assertThatNullPointerException()
                    .isThrownBy(() -> framework.reconcileCustomResource(resource, retry, Map.of()));
        }
        assertThat(page()).filteredOn(line -> line.startsWith("operator_sdk_reconciliations_started_total"))
                .containsExactly("operator_sdk_reconciliations_started_total{scope=\"namespace\"} 20.0");
    }

    private record Retry(int attempt) implements RetryInfo {
        @Override
        public int getAttemptCount() {
            return attempt;
        }

        @Override
        public boolean isLastAttempt() {
            return false;
        }
    }

    @Test
    void aScraperThatAcceptsOpenMetricsGetsIt() {
        assertThat(counters.page("application/openmetrics-text;version=1.0.0,text/plain;q=0.5").contentType())
                .startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(counters.page("text/plain").contentType()).startsWith("text/plain; version=0.0.4");
    }
}
