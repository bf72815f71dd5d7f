package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.api.Live;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;

import static io.fareswarm.operator.run.EventMessagesTest.condition;
import static io.fareswarm.operator.run.EventMessagesTest.status;
import static org.assertj.core.api.Assertions.assertThat;

class StatusWritesTest {
    @Test
    void onlyChangesOfFiguresWait() {
        LoadTestStatus before = status(1, Phase.Running, null, 0, condition("Progressing", "True", "Running", ""));
        assertThat(StatusWrites.delay(before, status(1, Phase.Running, null, 0,
                condition("Progressing", "True", "Running", "another text")))).isEqualTo(Duration.ofSeconds(2));
        assertThat(StatusWrites.delay(before, status(1, Phase.Finishing, null, 0))).isZero();
        assertThat(StatusWrites.delay(before, status(1, Phase.Running, null, 1))).isZero();
        assertThat(StatusWrites.delay(null, before)).isZero();
    }

    private static LoadTestStatus window(long second, long millis) {
        LoadTestStatus running = status(1, Phase.Running, null, 0);
        Live live = new Live(second, 2, 50, 0, new Live.Window(null, millis, 0, null, null, null), null, List.of(),
                List.of());
        return new LoadTestStatus(1L, Phase.Running, null, running.run(), null, running.workers(), null, null,
                List.of(), null, live, null);
    }

    /// A poll comes a second after the previous one has ended, so it is a little less frequent than every second.
    @Test
    void eachLiveWindowIsWrittenWhateverThePollTakes() {
        for (int period = 1000; period < 1900; period += 7) {
            LoadTestStatus written = window(-2, 0);
            long at = -2000;
            Set<Long> seen = new HashSet<>();
            for (long now = 0; now < 120_000; now += period) {
                LoadTestStatus next = window(now / 2000 * 2, now);
                if (now - at >= StatusWrites.delay(written, next).toMillis()) {
                    written = next;
                    at = now;
                    seen.add(Objects.requireNonNull(next.live()).second());
                }
            }
            assertThat(seen).as("a poll every %d ms", period).hasSize(60);
        }
    }

    @Test
    void aNewStepOfASearchIsWrittenAtOnce() {
        LoadTestStatus one = searching(new CapacityStatus.Step(0, 0, 50, CapacityStatus.Purpose.ramp));
        LoadTestStatus two = searching(new CapacityStatus.Step(0, 0, 50, CapacityStatus.Purpose.ramp),
                new CapacityStatus.Step(17, 0, 100, CapacityStatus.Purpose.ramp));
        assertThat(StatusWrites.delay(one, two)).isZero();
        assertThat(StatusWrites.delay(two, two)).isPositive();
    }

    private static LoadTestStatus searching(CapacityStatus.Step... steps) {
        return new LoadTestStatus(1L, Phase.Running, null, null, null, null, null, null, List.of(), null, null,
                CapacityStatus.of(List.of(steps)));
    }
}
