package io.fareswarm.load.pace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.Load;
import io.fareswarm.api.Load.Shape;
import io.fareswarm.api.Load.UserStage;
import io.fareswarm.load.Slices;
import io.fareswarm.protocol.LoadChange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UserScheduleTest {
    private static final long MS = 1_000_000L;
    private static final long S = 1000 * MS;
    private static final long NEVER = Long.MAX_VALUE;
    private static final Load.Wait NONE = new Load.Wait(null, "0s", null, null);

    private static UserPacer pace(Load load, long warmupMillis, int worker, int workers) {
        return (UserPacer) Pacer.of(Slices.of(load).times(warmupMillis, 1_000, 0).worker(worker, workers).slice());
    }

    private static UserSchedule user(@Nullable String pacing, @Nullable Double throughput) {
        return new UserSchedule(pace(new Load(
                new Load.Users(2, 1.0, null, new Load.Wait(null, null, pacing, throughput)), null), 0, 0, 1), 1);
    }

    private static Load stages(Load.Wait wait, UserStage... stages) {
        return new Load(new Load.Users(null, null, List.of(stages), wait), null);
    }

    private static UserStage ramp(String duration, int to) {
        return new UserStage(duration, to, Shape.ramp);
    }

    private static UserStage step(String duration, int to) {
        return new UserStage(duration, to, Shape.step);
    }

    @Test
    void aPacedUserKeepsItsCycleWhateverTheResponseTimes() {
        UserSchedule user = user("200ms", null);
        assertThat(user.due()).isEqualTo(S);
        for (int cycle = 1; cycle < 50; cycle++) {
            assertThat(user.ended(user.due() + (cycle * 37 % 199) * MS, 0, NEVER)).isZero();
            assertThat(user.due()).isEqualTo(S + cycle * 200L * MS);
            assertThat(user.iteration()).isEqualTo(cycle);
        }
    }

    @Test
    void afterAnOverrunOnlyTheLatestDueCycleStartsAndTheEarlierOnesAreMissed() {
        UserSchedule user = user("200ms", null);
        assertThat(user.ended(S + 750 * MS, 0, NEVER)).as("cycles 1 and 2").isEqualTo(2);
        assertThat(user.iteration()).isEqualTo(3);
        assertThat(user.due()).isEqualTo(S + 600 * MS);
        assertThat(user.free()).isEqualTo(S + 750 * MS);
        assertThat(user.starts()).as("late, at once").isEqualTo(S + 750 * MS);
        assertThat(user.ended(S + 790 * MS, 0, NEVER)).isZero();
        assertThat(user.starts()).as("in its cycle again").isEqualTo(S + 800 * MS);
    }

    @Test
    void aResponseAtTheInstantOfTheNextCycleIsInTime() {
        UserSchedule user = user("200ms", null);
        assertThat(user.ended(S + 200 * MS, 0, NEVER)).isZero();
        assertThat(user.starts()).isEqualTo(S + 200 * MS);
    }

    @Test
    void aUsersThroughputIsACycleWithoutDrift() {
        UserSchedule user = user(null, 3.0);
        for (int cycle = 1; cycle <= 3_000; cycle++) {
            user.ended(user.due() + MS, 0, NEVER);
        }
        assertThat(user.due()).isEqualTo(1001 * S);
    }

    @Test
    void cyclesThatAreDueBeforeTheEndAndCannotStartAreMissed() {
        UserSchedule user = user("200ms", null);
        assertThat(user.ended(S + 1_350 * MS, 0, S + 1_000 * MS)).as("200, 400, 600 and 800 ms").isEqualTo(4);
        assertThat(user.starts()).isGreaterThanOrEqualTo(S + 1_000 * MS);
        assertThat(user("200ms", null).remaining(S + 1_000 * MS)).as("the first one and these").isEqualTo(5);
    }

    @Test
    void withoutAConnectionAUserRestsAndItsCycleContinues() {
        UserSchedule user = user("10ms", null);
        assertThat(user.ended(S + MS, 100 * MS, NEVER)).isEqualTo(9);
        assertThat(user.due()).isEqualTo(S + 100 * MS);
        assertThat(user.starts()).isEqualTo(S + 101 * MS);
    }

    @Test
    void sentAndMissedCyclesAddUpToAllCycles() {
        UserSchedule user = user("7ms", null);
        long end = S + 10_000 * MS;
        long sent = 0;
        long missed = 0;
        while (user.starts() < end) {
            sent++;
            assertThat(user.iteration()).isEqualTo(sent - 1 + missed);
            missed += user.ended(user.starts() + sent * 13 % 40 * MS, 0, end);
        }
        assertThat(sent + missed).isEqualTo(1 + (10_000 - 1) / 7);
        assertThat(missed).isPositive();
    }

    @Test
    void aUserWaitsFromItsResponseOn() {
        UserSchedule user = new UserSchedule(pace(new Load(
                new Load.Users(1, 1.0, null, new Load.Wait(null, "300ms", null, null)), null), 0, 0, 1), 0);
        assertThat(user.ended(5 * S, 0, NEVER)).isZero();
        assertThat(user.due()).isEqualTo(5 * S + 300 * MS).isEqualTo(user.free());
        user.ended(6 * S, 400 * MS, NEVER);
        assertThat(user.due()).isEqualTo(6 * S + 400 * MS);
    }

    @Test
    void waitsAreUniformOverTheirInterval() {
        UserPacer pace = pace(Slices.users(100, 100, "1s", "3s"), 0, 0, 1);
        int[] tenths = new int[10];
        int count = 100_000;
        for (int i = 0; i < count; i++) {
            tenths[(int) ((pace.waitAfter(i % 100, i / 100) - S) / (0.2 * S + 1))]++;
        }
        double chiSquare = Arrays.stream(tenths).mapToDouble(n -> Math.pow(n - count / 10.0, 2) / (count / 10.0)).sum();
        assertThat(chiSquare).as("9 degrees of freedom").isLessThan(27.9);
    }

    @Test
    void usersStartAndStopWithTheStages() {
        UserPacer pace = pace(stages(NONE, ramp("10s", 100), step("5s", 100), ramp("10s", 50), step("5s", 0)), 0, 0, 1);
        assertThat(pace.count()).isEqualTo(100);
        assertThat(pace.activeFrom(0, 0)).isZero();
        assertThat(pace.activeFrom(50, 0)).isEqualTo(5 * S);
        assertThat(pace.activeUntil(99, pace.activeFrom(99, 0))).as("the last to start is the first to stop")
                .isEqualTo(15 * S + 200 * MS);
        assertThat(pace.activeUntil(50, pace.activeFrom(50, 0))).isBetween(25 * S - 1, 25 * S);
        assertThat(pace.activeUntil(49, pace.activeFrom(49, 0))).isEqualTo(25 * S);
        assertThat(pace.activeFrom(0, 25 * S)).isEqualTo(NEVER);
        assertThat(LongStream.of(1, 5 * S, 12 * S, 20 * S, 25 * S - 1, 25 * S, 40 * S).map(pace::active))
                .containsExactly(1L, 50L, 100L, 75L, 51L, 0L, 0L);
    }

    @Test
    void aUserThatStoppedSendsItsNextRequestWhenItStartsAgain() {
        UserPacer pace = pace(stages(NONE, step("1s", 10), step("2s", 5), ramp("5s", 10)), 0, 0, 1);
        UserSchedule user = new UserSchedule(pace, 7);
        assertThat(user.due()).isZero();
        user.ended(900 * MS, 0, NEVER);
        assertThat(user.due()).isEqualTo(900 * MS);
        assertThat(user.isInactiveAt(900 * MS)).isFalse();
        user.ended(1_200 * MS, 0, NEVER);
        assertThat(user.isInactiveAt(1_200 * MS)).isTrue();
        assertThat(user.due()).isEqualTo(5 * S).isEqualTo(user.starts());
        assertThat(user.iteration()).as("its next, not its first again").isEqualTo(2);
    }

    @Test
    void aPacedUserThatStopsMissesOnlyTheCyclesOfItsActiveInterval() {
        Load.Wait wait = new Load.Wait(null, null, "100ms", null);
        UserSchedule user = new UserSchedule(pace(stages(wait, step("1s", 1), step("1s", 0), step("1s", 1)), 0, 0, 1),
                0);
        assertThat(user.ended(1_500 * MS, 0, NEVER)).as("100 to 900 ms").isEqualTo(9);
        assertThat(user.due()).as("a new cycle").isEqualTo(2 * S);
        assertThat(user.ended(2_050 * MS, 0, NEVER)).isZero();
        assertThat(user.due()).isEqualTo(2_100 * MS);
    }

    @Test
    void aUserStaysWhenTheNextStageRisesBeforeItsStop() {
        UserPacer pace = pace(stages(NONE, step("1s", 10), ramp("1s", 6), ramp("1s", 10)), 0, 0, 1);
        assertThat(pace.activeUntil(5, 0)).isEqualTo(NEVER);
        assertThat(pace.activeUntil(8, 0)).isBetween(1_500 * MS - 1, 1_500 * MS);
        assertThat(pace.activeFrom(8, 1_500 * MS)).isEqualTo(2_500 * MS);
    }

    @Test
    void theWarmupHasTheFirstStagesFinalUsers() {
        UserPacer pace = pace(stages(NONE, ramp("10s", 10)), 2_000, 0, 1);
        assertThat(pace.active(1)).isEqualTo(10);
        assertThat(pace.activeUntil(3, 0)).isEqualTo(2 * S);
        assertThat(pace.activeFrom(3, 2 * S)).isEqualTo(5 * S);
    }

    @Test
    void anyNumberOfWorkersHasTheSameUsersAsOne() {
        Load load = stages(NONE, ramp("3s", 61), step("2s", 20), ramp("3s", 90), ramp("4s", 0));
        List<List<Long>> alone = activeIntervals(load, 1);
        assertThat(alone).hasSize(90);
        for (int workers = 2; workers <= 8; workers++) {
            int all = workers;
            assertThat(activeIntervals(load, workers)).containsExactlyInAnyOrderElementsOf(alone);
            for (long time = 0; time < 12 * S; time += 77 * MS) {
                long now = time;
                assertThat(
                        IntStream.range(0, workers).mapToLong(worker -> pace(load, 0, worker, all).active(now)).sum())
                        .isEqualTo(pace(load, 0, 0, 1).active(now));
            }
        }
    }

    /// For each user a list of its number and the bounds of its active intervals.
    private static List<List<Long>> activeIntervals(Load load, int workers) {
        List<List<Long>> all = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            UserPacer pace = pace(load, 0, worker, workers);
            long before = 0;
            for (int user = 0; user < pace.count(); user++) {
                List<Long> intervals = new ArrayList<>(List.of(pace.number(user)));
                long time = pace.activeFrom(user, 0);
                assertThat(time).as("users spawn in the order of their numbers").isGreaterThanOrEqualTo(before);
                before = time;
                while (time != NEVER) {
                    intervals.add(time);
                    time = pace.activeUntil(user, time);
                    intervals.add(time);
                    time = time == NEVER ? NEVER : pace.activeFrom(user, time);
                }
                all.add(intervals);
            }
        }
        return all;
    }

    /// Iterations and due times of a user's requests if each response is immediate.
    private static List<List<Long>> dues(UserSchedule user, long from, long end) {
        List<List<Long>> dues = new ArrayList<>();
        while (user.starts() < end) {
            if (user.starts() >= from) {
                dues.add(List.of(user.iteration(), user.starts()));
            }
            user.ended(user.starts(), 0, end);
        }
        return dues;
    }

    @Test
    void aTakenOverUserInAFixedCycleContinuesUnchanged() {
        for (Load.Wait wait : List.of(new Load.Wait(null, null, "130ms", null), new Load.Wait(null, null, null, 7.0))) {
            for (Load load : List.of(new Load(new Load.Users(20, 3.0, null, wait), null),
                    stages(wait, ramp("3s", 20), step("1s", 4), ramp("2s", 18), ramp("3s", 0)))) {
                UserPacer pace = pace(load, 0, 1, 2);
                for (long from = 0; from <= 9 * S; from += S) {
                    for (int index = 0; index < pace.count(); index++) {
                        assertThat(dues(new UserSchedule(pace, index, from, 1), from, 10 * S))
                                .as("user %d from %d", index, from)
                                .isEqualTo(dues(new UserSchedule(pace, index), from, 10 * S));
                    }
                }
            }
        }
    }

    @Test
    void takenOverUsersAreSpreadOverTheirWait() {
        UserPacer pace = pace(new Load(new Load.Users(4000, 1e6, null, new Load.Wait(new Load.Between("1s", "4s"), null,
                null, null)), null), 0, 0, 1);
        int[] seconds = new int[4];
        for (int index = 0; index < pace.count(); index++) {
            UserSchedule user = new UserSchedule(pace, index, 100 * S, 1);
            assertThat(user.iteration()).as("none that an earlier attempt can have reached").isEqualTo(1L << 32);
            seconds[(int) ((user.starts() - 100 * S) / S)]++;
        }
        assertThat(Arrays.stream(seconds).boxed().toList())
                .allSatisfy(count -> assertThat(count).isBetween(900, 1100));
    }

    @Test
    void takenOverUsersWithoutAWaitAreSpreadOverASecond() {
        UserPacer pace = pace(new Load(new Load.Users(1000, 1e6, null, NONE), null), 0, 0, 1);
        assertThat(IntStream.range(0, 1000).mapToLong(index -> new UserSchedule(pace, index, 10 * S, 2).starts())
                .distinct()
                .filter(starts -> starts >= 10 * S && starts < 11 * S).count()).isGreaterThan(990);
    }

    @Test
    void aTakenOverUserThatHasNotStartedStartsAsPlanned() {
        UserPacer pace = pace(new Load(new Load.Users(10, 1.0, null, NONE), null), 0, 0, 1);
        assertThat(new UserSchedule(pace, 7, 3 * S, 1).due()).isEqualTo(7 * S);
    }

    private static UserPacer changed(Load load, int worker, int workers, LoadChange... changes) {
        return (UserPacer) Pacer.of(Slices.of(load).worker(worker, workers).slice(), List.of(changes));
    }

    @Test
    void afterAChangeUsersStartOrStopAtTheNewSpawnRateFromItsSecondOn() {
        Load load = new Load(new Load.Users(100, 10.0, null, NONE), null);
        UserPacer pace = changed(load, 0, 1, new LoadChange(5, 60, 1.0, null), new LoadChange(20, 20, 5.0, null));
        assertThat(LongStream.of(2, 5, 10, 15, 16, 20, 22, 27, 50).map(time -> pace.active(time * S)))
                .containsExactly(20L, 50L, 55L, 60L, 60L, 60L, 50L, 25L, 20L);
        assertThat(pace.count()).isEqualTo(60);
        for (int workers = 2; workers < 6; workers++) {
            int all = workers;
            for (long time = 0; time < 40 * S; time += 333 * MS) {
                long now = time;
                assertThat(IntStream.range(0, workers).mapToLong(worker -> changed(load, worker, all,
                        new LoadChange(5, 60, 1.0, null), new LoadChange(20, 20, 5.0, null)).active(now)).sum())
                        .isEqualTo(pace.active(now));
            }
        }
    }

    @Test
    void aChangeHasNoEffectBeforeItsSecond() {
        Load load = new Load(new Load.Users(100, 10.0, null, NONE), null);
        UserPacer before = pace(load, 0, 0, 1);
        UserPacer after = changed(load, 0, 1, new LoadChange(5, 60, 1.0, null));
        for (int user = 0; user < 50; user++) {
            assertThat(after.activeFrom(user, 0)).isEqualTo(before.activeFrom(user, 0));
        }
    }

    @Test
    void aRevisionGivesNoEarlyRequestToAUserThatIsAboutToStop() {
        UserPacer pace = pace(stages(new Load.Wait(null, "30s", null, null), ramp("10s", 10), ramp("100s", 0)), 0, 0,
                1);
        UserSchedule user = new UserSchedule(pace, 3);
        long leaves = pace.activeUntil(3, user.due());
        user.ended(leaves - 10 * S, 0, NEVER);
        assertThat(user.due()).isEqualTo(NEVER);
        user.reviseIdle(pace, leaves - 5 * S);
        assertThat(user.due()).isEqualTo(NEVER);
    }

    @Test
    void aUserThatIsAboutToStopKeepsItsCycleWhenARevisionLetsItStay() {
        Load load = new Load(new Load.Users(20, 4.0, null, new Load.Wait(null, null, "4s", null)), null);
        LoadChange fewer = new LoadChange(6, 5, 4.0, null);
        UserSchedule user = new UserSchedule(changed(load, 0, 1), 10);
        user.ended(user.due(), 0, NEVER);
        user.reviseIdle(changed(load, 0, 1, fewer), 3 * S);
        assertThat(user.due()).isEqualTo(6_500 * MS);
        user.ended(user.due(), 0, NEVER);
        assertThat(user.due()).as("it stops at 8.5 s").isEqualTo(NEVER);
        user.reviseIdle(changed(load, 0, 1, fewer, new LoadChange(8, 20, 4.0, null)), 7 * S);
        assertThat(List.of(user.due(), user.iteration())).containsExactly(10_500 * MS, 2L);
    }

    @Test
    void anUnusableScheduleOfUsersIsRejected() {
        assertThatThrownBy(() -> user("0s", null)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> user("1s", 1.0)).hasMessageContaining("exactly one of between, constant, pacing");
        assertThatThrownBy(() -> pace(new Load(new Load.Users(null, null, null, NONE), null), 0, 0, 1))
                .hasMessageContaining("exactly one of count, stages");
        assertThatThrownBy(() -> pace(stages(NONE, ramp("1s", -1)), 0, 0, 1)).hasMessageContaining("found -1");
    }
}
