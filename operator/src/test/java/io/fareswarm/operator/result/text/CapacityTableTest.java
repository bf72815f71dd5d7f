package io.fareswarm.operator.result.text;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.operator.result.Runs;

import static org.assertj.core.api.Assertions.assertThat;

class CapacityTableTest {
    @Test
    void theTableHasEachMeasuredStepWithTheLimitsThatItExceeded() {
        assertThat(String.join("\n", CapacityTable.lines(Runs.capacity("p99"), 120, Ansi.OFF))).isEqualTo("""
                Step  Rate/s  Seconds  Requests  Responses/s  p50 ms  p95 ms  p99 ms  In flight  Limits
                ramp     400       10     4,000        399.8    2.50    8.25    12.4          7  passed
                ramp     800       10     4,000        399.8    2.50    8.25   1,240          7  p99 1,240ms""");
    }

    @Test
    void aNarrowTerminalKeepsTheRateTheLimitsAndTheTail() {
        assertThat(CapacityTable.lines(Runs.capacity("p99"), 40, Ansi.OFF))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40))
                .first().isEqualTo("Step  Rate/s  p99 ms  Limits");
    }

    @Test
    void whatWasFoundSaysWhichBoundIsMissingAndWhatIsNotConfirmed() {
        assertThat(CapacityTable.found(found(100.0, null, 120.0, "p99", false)))
                .isEqualTo("capacity 100/s (at most 120/s), limited by p99, not confirmed");
        assertThat(CapacityTable.found(found(100.0, 90.0, 120.0, null, true)))
                .isEqualTo("capacity 100/s (90/s to 120/s)");
        assertThat(CapacityTable.found(found(100.0, null, null, null, true))).isEqualTo("capacity 100/s (no bounds)");
        assertThat(CapacityTable.found(found(0.0, null, 12.0, "p99", false)))
                .isEqualTo("no capacity: a limit was exceeded at the lowest rate, limited by p99");
        assertThat(CapacityTable.found(found(0.0, null, null, null, false)))
                .isEqualTo("no capacity: too little was measured");
    }

    private static CapacityStatus found(double rate, @Nullable Double lower, @Nullable Double upper,
            @Nullable String limit, boolean confirmed) {
        return new CapacityStatus(rate, lower, upper, null, limit, confirmed, List.of());
    }
}
