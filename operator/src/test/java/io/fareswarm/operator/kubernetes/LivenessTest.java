package io.fareswarm.operator.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.fareswarm.operator.MutableClock;

import static org.assertj.core.api.Assertions.assertThat;

class LivenessTest {
    private static final List<String> ONE = List.of("loadtest");
    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T10:00:00Z"));
    private final Liveness liveness = new Liveness(clock);

    private boolean after(Duration time, List<String> missing) {
        clock.advance(time);
        return liveness.isLive(missing);
    }

    @Test
    void theOperatorIsNotLiveWhenAWatchIsMissingForAMinute() {
        assertThat(liveness.isLive(ONE)).isTrue();
        assertThat(after(Liveness.PATIENCE.minusMillis(1), ONE)).isTrue();
        assertThat(after(Duration.ofMillis(1), ONE)).isFalse();
    }

    @Test
    void aWatchThatComesBackRestartsTheMinute() {
        assertThat(liveness.isLive(ONE)).isTrue();
        assertThat(after(Duration.ofSeconds(50), List.of())).isTrue();
        assertThat(after(Duration.ofSeconds(50), ONE)).isTrue();
        assertThat(after(Duration.ofSeconds(50), ONE)).isTrue();
    }
}
