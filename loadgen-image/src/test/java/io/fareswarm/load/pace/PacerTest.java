package io.fareswarm.load.pace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.Load;
import io.fareswarm.load.Slices;

import static io.fareswarm.load.Slices.arrivals;
import static io.fareswarm.load.Slices.users;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PacerTest {
    private static UserPacer userPace(Load load, int worker, int workers) {
        return (UserPacer) Pacer.of(Slices.of(load).worker(worker, workers).slice());
    }

    private static ArrivalPacer arrivalPace(Load load, int worker, int workers) {
        return (ArrivalPacer) Pacer.of(Slices.of(load).worker(worker, workers).slice());
    }

    @Test
    void userKSpawnsAtKOverTheSpawnRateOnAnyWorker() {
        UserPacer alone = userPace(users(10, 4, "0s"), 0, 1);
        assertThat(alone.activeFrom(0, 0)).isZero();
        assertThat(alone.activeFrom(3, 0)).isEqualTo(750_000_000);
        UserPacer second = userPace(users(10, 4, "0s"), 1, 3);
        assertThat(second.count()).isEqualTo(3);
        assertThat(second.number(1)).isEqualTo(4);
        assertThat(second.activeFrom(1, 0)).isEqualTo(1_000_000_000);
    }

    @Test
    void theUsersOfAllWorkersAddUpToTheWhole() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            int count = 1 + random.nextInt(500);
            int workers = 1 + random.nextInt(20);
            List<Long> numbers = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                UserPacer pace = userPace(users(count, 10, "0s"), worker, workers);
                for (int user = 0; user < pace.count(); user++) {
                    numbers.add(pace.number(user));
                }
            }
            assertThat(numbers).containsExactlyInAnyOrderElementsOf(LongStream.range(0, count).boxed().toList());
        }
    }

    @Test
    void waitsAreDrawnUniformlyFromTheClosedInterval() {
        UserPacer pace = userPace(users(1, 1, "1s", "3s"), 0, 1);
        long sum = 0;
        int rounds = 100_000;
        for (int i = 0; i < rounds; i++) {
            long pause = pace.waitAfter(0, i);
            assertThat(pause).isBetween(1_000_000_000L, 3_000_000_000L);
            sum += pause;
        }
        assertThat(sum / 1e9 / rounds).isBetween(1.99, 2.01);
        UserPacer narrow = userPace(users(1, 1, "0ms", "0.001ms"), 0, 1);
        Set<Long> drawn = new HashSet<>();
        for (int i = 0; i < rounds; i++) {
            drawn.add(narrow.waitAfter(0, i));
        }
        assertThat(drawn).hasSize(1001).contains(0L, 1000L);
    }

    @Test
    void eachUserHasItsOwnWaitsOnAnyWorker() {
        UserPacer alone = userPace(users(10, 1, "0s", "5s"), 0, 1);
        UserPacer split = userPace(users(10, 1, "0s", "5s"), 1, 3);
        assertThat(split.waitAfter(2, 9)).isEqualTo(alone.waitAfter(7, 9)).isNotEqualTo(alone.waitAfter(7, 8))
                .isNotEqualTo(alone.waitAfter(6, 9));
    }

    @Test
    void aConstantWaitNeverVaries() {
        assertThat(userPace(users(1, 1, "1.5s"), 0, 1).waitAfter(0, 7)).isEqualTo(1_500_000_000L);
    }

    @Test
    void constantArrivalsAreEvenlySpacedOverAllWorkers() {
        List<Long> dues = new ArrayList<>();
        for (int worker = 0; worker < 3; worker++) {
            ArrivalPacer pace = arrivalPace(arrivals(8, 10), worker, 3);
            for (int i = 0; i < 100; i++) {
                dues.add(pace.due(i));
            }
        }
        dues.sort(null);
        for (int i = 0; i < dues.size(); i++) {
            assertThat(dues.get(i)).isEqualTo(i * 125_000_000L);
        }
    }

    @Test
    void anArrivalADayLaterIsStillDueToTheNanosecond() {
        assertThat(arrivalPace(arrivals(1000, 1), 0, 1).due(86_400_000)).isEqualTo(86_400_000_000_000L);
    }

    @Test
    void theLimitOnRequestsInFlightIsPartitionedOverTheWorkers() {
        assertThat(arrivalPace(arrivals(1, 10), 0, 3).maxInFlight()).isEqualTo(4);
        assertThat(arrivalPace(arrivals(1, 10), 1, 3).maxInFlight()).isEqualTo(3);
        assertThat(arrivalPace(arrivals(1, 1), 1, 3).maxInFlight()).isEqualTo(1);
    }

    @Test
    void aWarmupIsRoundedUpToWholeSeconds() {
        Phases phases = Phases.of(Slices.of(arrivals(1, 1)).times(1_500, 2_500, 700).slice());
        assertThat(phases).isEqualTo(new Phases(2, 4_500_000_000L, 700_000_000L, 0));
        assertThat(phases.isWarmup(1)).isTrue();
        assertThat(phases.isWarmup(2)).isFalse();
    }

    @Test
    void anUnusableLoadIsRejected() {
        assertThatThrownBy(() -> Pacer.of(Slices.of(new Load(null, null)).slice()))
                .hasMessageContaining("exactly one of users, arrivals");
        assertThatThrownBy(() -> userPace(users(1, 0, "0s"), 0, 1)).hasMessageContaining("spawnRate");
        assertThatThrownBy(() -> userPace(users(1, 1, "2s", "1s"), 0, 1)).hasMessageContaining("min <= max");
        assertThatThrownBy(() -> userPace(users(1, 1, "soon"), 0, 1)).hasMessageContaining("soon");
        assertThatThrownBy(() -> arrivalPace(arrivals(1, 0), 0, 1)).hasMessageContaining("maxInFlight");
        assertThatThrownBy(() -> arrivalPace(arrivals(1, 1), 2, 2)).hasMessageContaining("worker 2 of 2");
        assertThatThrownBy(() -> Phases.of(Slices.of(arrivals(1, 1)).times(0, 0, 0).slice()))
                .hasMessageContaining("durationMillis");
    }
}
