package io.fareswarm.operator.kubernetes;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FirstReconciliationTest {
    @Test
    void onlyTheFirstActionRuns() {
        FirstReconciliation first = new FirstReconciliation();
        List<String> run = new ArrayList<>();
        first.run(() -> run.add("one"));
        first.run(() -> run.add("two"));
        assertThat(run).containsExactly("one");
    }
}
