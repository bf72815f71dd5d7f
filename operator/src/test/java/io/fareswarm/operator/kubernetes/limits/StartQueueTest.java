package io.fareswarm.operator.kubernetes.limits;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.LoadTest;
import io.fareswarm.operator.MutableClock;
import io.fareswarm.operator.run.Admission;

import static org.assertj.core.api.Assertions.assertThat;

class StartQueueTest {
    private static final StartLimits LIMITS = TenantLimits
            .of("{\"runs\": 3, \"perNamespace\": {\"runs\": 2, \"workers\": 10, \"rate\": 1000}}").runs();
    private static final Demand SMALL = new Demand(1, 1);

    private final MutableClock clock = new MutableClock(Instant.EPOCH);
    private final StartQueue queue = new StartQueue(LIMITS, clock);
    private final List<String> woken = new ArrayList<>();

    private static HasMetadata test(String namespace, String name, int second) {
        LoadTest test = new LoadTest();
        test.getMetadata().setNamespace(namespace);
        test.getMetadata().setName(name);
        test.getMetadata().setUid(namespace + "/" + name);
        test.getMetadata().setCreationTimestamp("2026-01-01T00:00:%02dZ".formatted(second));
        return test;
    }

    private static Admission queued(String message) {
        return new Admission.Queued(message + "; the oldest one begins next");
    }

    private void hold(String namespace, String name) {
        queue.hold(test(namespace, name, 0), SMALL);
    }

    @Test
    void aRunBeginsBelowTheLimitsAndItsRepeatedQuestionHasTheSameAnswer() {
        for (int repeat = 0; repeat < 2; repeat++) {
            assertThat(queue.enter(test("a", "one", 1), SMALL)).isEqualTo(new Admission.Admitted());
        }
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void aRunThatReachesALimitWaitsAndTheMessageNamesTheLimit() {
        hold("a", "one");
        hold("a", "two");
        assertThat(queue.enter(test("a", "three", 1), SMALL))
                .isEqualTo(queued(
                        "2 of 2 runs of this namespace are in progress (limits.perNamespace.runs of the chart)"));
        hold("b", "one");
        assertThat(queue.enter(test("b", "two", 1), SMALL))
                .isEqualTo(queued("3 of 3 runs are in progress (limits.runs of the chart)"));
        assertThat(queue.waiting()).isEqualTo(2);
    }

    @Test
    void workersAndArrivalRatesOfANamespaceAddUp() {
        queue.hold(test("a", "one", 0), new Demand(7, 900));
        assertThat(queue.enter(test("a", "wide", 1), new Demand(4, 0))).isEqualTo(queued(
                "7 of 10 workers of this namespace are in use (limits.perNamespace.workers of the chart), 4 more are necessary"));
        assertThat(queue.enter(test("a", "fast", 1), new Demand(1, 200.5))).isEqualTo(queued(
                "900 of 1000 arrivals per second of this namespace are in use (limits.perNamespace.rate of the chart), 200.5 more are necessary"));
        assertThat(queue.enter(test("b", "one", 1), new Demand(4, 200))).isEqualTo(new Admission.Admitted());
    }

    @Test
    void aRunThatAloneExceedsALimitNeverBegins() {
        assertThat(queue.enter(test("a", "one", 1), new Demand(11, 0))).isEqualTo(new Admission.TooLarge(
                "expected at most 10 workers (limits.perNamespace.workers of the chart), found 11"));
        assertThat(queue.enter(test("a", "two", 1), new Demand(1, 2000))).isEqualTo(new Admission.TooLarge(
                "expected at most 1000 arrivals per second (limits.perNamespace.rate of the chart), found 2000"));
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void theOldestOfTheNamespaceWithTheFewestInProgressIsWokenNext() {
        queue.onFree(id -> woken.add(id.getNamespace().orElseThrow() + "/" + id.getName()));
        hold("a", "one");
        hold("c", "one");
        hold("c", "two");
        queue.enter(test("a", "two", 1), SMALL);
        queue.enter(test("b", "young", 3), SMALL);
        queue.enter(test("b", "old", 2), SMALL);
        assertThat(woken).isEmpty();

        queue.leave(test("c", "two", 0));

        assertThat(woken).containsExactly("b/old");
        assertThat(queue.enter(test("a", "two", 1), SMALL)).isEqualTo(new Admission.Queued("others begin before"));
        assertThat(queue.enter(test("b", "old", 2), SMALL)).isEqualTo(new Admission.Admitted());
    }

    @Test
    void aRunThatItsNamespaceHoldsBackDoesNotHoldBackOthers() {
        hold("a", "one");
        hold("a", "two");
        queue.enter(test("a", "three", 1), SMALL);
        assertThat(queue.enter(test("b", "one", 9), SMALL)).isEqualTo(new Admission.Admitted());
    }

    @Test
    void aRunThatStopsWaitingLetsTheNextBegin() {
        queue.onFree(id -> woken.add(id.getName()));
        hold("a", "one");
        hold("b", "one");
        hold("c", "one");
        queue.enter(test("d", "first", 1), SMALL);
        queue.enter(test("d", "second", 2), SMALL);
        queue.leave(test("c", "one", 0));
        queue.leave(test("d", "first", 1));

        assertThat(woken).containsExactly("first", "second");
    }

    @Test
    void aRunThatDoesNotAskAgainDoesNotHoldBackOthers() {
        hold("a", "one");
        hold("b", "one");
        hold("c", "one");
        queue.enter(test("d", "silent", 1), SMALL);
        queue.leave(test("c", "one", 0));
        assertThat(queue.enter(test("e", "one", 2), SMALL)).isEqualTo(new Admission.Queued("others begin before"));

        clock.advance(StartQueue.PATIENCE.plusSeconds(1));

        assertThat(queue.enter(test("e", "one", 2), SMALL)).isEqualTo(new Admission.Admitted());
    }

    @Test
    void deletedRunsHaveNoPlace() {
        hold("a", "one");
        hold("b", "one");
        hold("c", "one");
        queue.enter(test("d", "gone", 1), SMALL);
        queue.retain(Set.of("a/one"));

        assertThat(queue.waiting()).isZero();
        assertThat(queue.enter(test("d", "one", 2), SMALL)).isEqualTo(new Admission.Admitted());
    }

    @Test
    void aRunInProgressMayHaveAHigherRateUpToTheLimit() {
        HasMetadata test = test("a", "one", 0);
        queue.hold(test, new Demand(1, 400));
        queue.hold(test("a", "two", 0), new Demand(1, 500));
        assertThat(queue.exceeded(test, new Demand(1, 500))).isEmpty();
        assertThat(queue.exceeded(test, new Demand(1, 501))).hasValueSatisfying(
                message -> assertThat(message).contains("500 of 1000 arrivals per second"));
        assertThat(queue.exceeded(test, new Demand(1, 300))).isEmpty();
    }

    @Test
    void withoutLimitsAllBegin() {
        StartQueue unlimited = new StartQueue(TenantLimits.of("").trainings(), clock);
        for (int i = 0; i < 100; i++) {
            assertThat(unlimited.enter(test("a", "number-" + i, 0), Demand.NONE)).isEqualTo(new Admission.Admitted());
        }
    }
}
