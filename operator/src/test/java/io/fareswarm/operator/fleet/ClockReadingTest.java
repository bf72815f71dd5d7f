package io.fareswarm.operator.fleet;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClockReadingTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void anInstantIsConvertedToTheWorkersClock() {
        ClockReading clock = new ClockReading(5_000, AT, Duration.ZERO);
        assertThat(clock.nanosAt(AT.plusNanos(700))).isEqualTo(5_700);
        assertThat(clock.nanosAt(AT.minusSeconds(1))).isEqualTo(5_000 - 1_000_000_000L);
    }

    @Test
    void theReadingThatTookLessTimeIsMoreCertain() {
        ClockReading slow = new ClockReading(1, AT, Duration.ofMillis(5));
        ClockReading quick = new ClockReading(2, AT, Duration.ofMillis(1));
        assertThat(slow.moreCertain(quick)).isEqualTo(quick);
        assertThat(quick.moreCertain(slow)).isEqualTo(quick);
    }

    @Test
    void aNewReadingReplacesAnOldOne() {
        ClockReading old = new ClockReading(1, AT, Duration.ZERO);
        ClockReading fresh = new ClockReading(2, AT.plusSeconds(31), Duration.ofMillis(9));
        assertThat(old.moreCertain(fresh)).isEqualTo(fresh);
    }
}
