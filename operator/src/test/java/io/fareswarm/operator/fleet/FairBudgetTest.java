package io.fareswarm.operator.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.fareswarm.operator.result.Room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FairBudgetTest {
    private static final Duration NOW = Duration.ZERO;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final FairBudget budget = new FairBudget(1000);

    /// Takes as many parts as there are, and returns their number.
    private List<FairBudget.Part> takeAll(String namespace, long amount) throws InterruptedException {
        List<FairBudget.Part> parts = new ArrayList<>();
        try {
            while (true) {
                parts.add(budget.take(namespace, amount, NOW));
            }
        } catch (NoRoom e) {
            return parts;
        }
    }

    @Test
    void oneNamespaceHasAtMostHalfAndLeavesAQuarterToAnother() throws Exception {
        assertThat(takeAll("greedy", 10)).hasSize(50);
        budget.take("other", 250, NOW);
        assertThatThrownBy(() -> budget.take("greedy", 1, NOW)).isInstanceOf(NoRoom.class)
                .hasMessage("expected 1 of 1000 that all namespaces share, found 250 free");
    }

    @Test
    void manyGreedyNamespacesLeaveAPartToEachFurtherOne() throws Exception {
        for (int namespace = 1; namespace <= 9; namespace++) {
            takeAll("greedy-" + namespace, 1);
            assertThat(budget.free()).as("free beside %d greedy namespaces", namespace).isPositive();
        }
        assertThat(takeAll("other", 1)).isNotEmpty();
    }

    @Test
    void aCallWaitsUntilAnotherGivesItsPartBack() throws Exception {
        FairBudget.Part part = budget.take("a", 500, NOW);
        CompletableFuture<Void> taken = CompletableFuture.runAsync(() -> {
            try (FairBudget.Part _ = budget.take("a", 500, LONG)) {
                assertThat(budget.free()).isEqualTo(500);
            } catch (NoRoom | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        part.close();
        taken.join();
        assertThat(budget.free()).isEqualTo(1000);
    }

    @Test
    void aRoomGrowsWithinTheNamespacesPartAndAlwaysShrinks() throws Exception {
        Room room = budget.room("a");
        assertThat(room.take(400)).isTrue();
        assertThat(room.take(501)).isFalse();
        budget.take("b", 300, NOW);
        assertThat(room.take(401)).as("more, with less than that free").isFalse();
        assertThat(room.take(350)).isTrue();
        assertThat(room.take(0)).isTrue();
        assertThat(budget.free()).isEqualTo(700);
    }
}
