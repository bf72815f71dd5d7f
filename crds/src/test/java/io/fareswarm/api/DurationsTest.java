package io.fareswarm.api;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"30s,PT30S", "1m30s,PT1M30S", "250ms,PT0.25S", "0.5s,PT0.5S", "1.5h,PT1H30M", "0s,PT0S",
            "0.001ms,PT0.000001S", "90s,PT1M30S", "1s1s,PT2S", "999999h999999h,PT1999998H"})
    void aDurationIsTheSumOfItsParts(String text, Duration time) {
        assertThat(Durations.parse(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-1s", "1 s", "1d", "1s ", "1s\n", "1.s", ".5s", "1.0000s", "1000000s",
            "1us", "1S", "1s1s1s1s1s1s1s1s1s1s1s", "٣s"})
    void anyOtherTextIsRejectedWithAMessageThatQuotesIt(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text))
                .withMessage("expected a time such as 30s, 1m30s or 250ms, found '%s'", text);
    }

    @ParameterizedTest
    @CsvSource({"PT30S,30s", "PT1M30S,1m30s", "PT0.25S,250ms", "PT1.5S,1.5s", "PT0S,0s", "PT24H,24h",
            "PT0.0125S,12.5ms", "PT1.0125S,1s12.5ms", "PT999H59M59.999999S,999h59m59s999.999ms"})
    void aDurationIsFormattedAsItsShortestText(Duration time, String text) {
        assertThat(Durations.format(time)).isEqualTo(text);
    }

    @Test
    void aFormattedDurationIsParsedAsTheSameDuration() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long bound = 1L << (1 + random.nextInt(41));
            Duration time = Duration.ofNanos(1000 * random.nextLong(Math.min(bound, 3_600_000_000_000L)));

            assertThat(Durations.parse(Durations.format(time))).isEqualTo(time);
        }
    }

    @Test
    void aDurationWithoutATextIsRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.format(Duration.ofNanos(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.format(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.format(Duration.ofHours(1000)));
    }
}
