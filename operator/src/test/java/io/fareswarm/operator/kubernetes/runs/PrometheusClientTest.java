package io.fareswarm.operator.kubernetes.runs;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.fareswarm.operator.run.ClusterView.CountView;

import static org.assertj.core.api.Assertions.assertThat;

class PrometheusClientTest {
    @Test
    void theQuerySumsTheLastMeasuredCountOfEachWorker() {
        assertThat(PrometheusClient.query("fares", "rush", 3, Duration.ofMinutes(2))).isEqualTo(
                "sum(max by (pod, task, outcome, status) (last_over_time(fareswarm_requests_total{"
                        + "loadtest_namespace=\"fares\",loadtest=\"rush\",run=\"3\",phase=\"measured\"}[120s])))");
    }

    @Test
    void theCountIsTheValueOfTheVector() {
        assertThat(PrometheusClient.read("""
                {"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1.5,"1142"]}]}}"""))
                .isEqualTo(new CountView.Counted(1142));
    }

    @Test
    void theCountIsUnknownWithoutSamplesAndWithoutJson() {
        assertThat(PrometheusClient.read("{\"data\":{\"result\":[]}}")).isInstanceOf(CountView.Unknown.class);
        assertThat(PrometheusClient.read("<html>")).isInstanceOf(CountView.Unknown.class);
    }
}
