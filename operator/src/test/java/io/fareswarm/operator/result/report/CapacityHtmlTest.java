package io.fareswarm.operator.result.report;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.operator.result.Runs;

import static org.assertj.core.api.Assertions.assertThat;

class CapacityHtmlTest {
    @Test
    void theSectionsHaveTheCapacityTheChartsOverTheRateAndEveryStep() {
        String html = new CapacityHtml(Runs.capacity("p99")).sections();
        assertThat(html).contains("capacity 412.5/s (at least 398/s), 206.3/s per replica, limited by p99")
                .contains("Latency over the rate, ms").contains("Responses a second over the rate")
                .contains("Latency over the rate, ms: p50 at most 2.5").contains(">200/s<", ">1000<", ">1<")
                .contains("✓ <bdi>p99</bdi> 12.4ms", "✗ <bdi>p99</bdi> 1,240ms").contains(">confirm<");
        assertThat(html.split("<path class=\"c\" d=\"M")).as("one line without a gap").hasSize(2);
    }

    @Test
    void theNameOfALimitIsEscaped() {
        assertThat(new CapacityHtml(Runs.capacity("<script>alert(1)</script>")).sections()).doesNotContain("<script");
    }

    @Test
    void aSearchWithoutAMeasuredStepHasNoCharts() {
        assertThat(new CapacityHtml(CapacityStatus.of(List.of())).sections()).isEmpty();
    }
}
