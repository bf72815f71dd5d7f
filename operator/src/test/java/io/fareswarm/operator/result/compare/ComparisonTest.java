package io.fareswarm.operator.result.compare;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.Result;
import io.fareswarm.api.Result.Percentiles;
import io.fareswarm.api.Result.TaskResult;
import io.fareswarm.operator.result.compare.FigureChange.Judgement;
import io.fareswarm.operator.result.text.Ansi;
import io.fareswarm.operator.result.text.ComparisonTable;

import static org.assertj.core.api.Assertions.assertThat;

class ComparisonTest {
    private static final BigDecimal FIVE_PERCENT = new BigDecimal("0.05");

    private static Percentiles latency(double p99) {
        return new Percentiles(10, 20, 30, p99, 200, 1, 300, 15);
    }

    private static SavedResult run(@Nullable Verdict verdict, double throughput, double failed, double p99,
            TaskResult... tasks) {
        return new SavedResult(1, verdict, new Result(1000, 10, failed, 0, throughput, 10, latency(p99),
                latency(p99), 0, List.of(tasks), List.of()), null);
    }

    private static TaskResult task(String name, @Nullable Percentiles latency) {
        return new TaskResult(name, 500, 5, 1, 0, 50, latency, latency, 0);
    }

    private static Comparison compare(SavedResult before, SavedResult after) {
        return Comparison.of(before, after, FIVE_PERCENT);
    }

    @Test
    void aDifferenceEqualToTheToleranceIsNoRegressionAndALargerOneIs() {
        SavedResult before = run(Verdict.Passed, 100, 1, 100);

        assertThat(compare(before, run(Verdict.Passed, 95, 1.05, 105)).regressions()).isEmpty();
        assertThat(compare(before, run(Verdict.Passed, 94.99, 1.051, 105.001)).regressions())
                .containsExactly("all throughput /s", "all failed %", "all p99 ms");
        assertThat(compare(before, run(Verdict.Passed, 200, 0, 50)).regressions()).isEmpty();
    }

    @Test
    void lowerIsBetterForLatencyAndFailuresAndWorseForThroughput() {
        Comparison halved = compare(run(Verdict.Passed, 100, 2, 100), run(Verdict.Passed, 50, 1, 50));

        assertThat(halved.changes()).filteredOn(one -> one.judge(FIVE_PERCENT) == Judgement.BETTER)
                .extracting(FigureChange::figure).containsExactly("failed %", "p99 ms");
        assertThat(halved.regressions()).containsExactly("all throughput /s");
    }

    @Test
    void anyFailureIsWorseThanNone() {
        assertThat(compare(run(Verdict.Passed, 100, 0, 100), run(Verdict.Passed, 100, 0.001, 100)).regressions())
                .containsExactly("all failed %");
    }

    @Test
    void aWorseVerdictIsARegressionEvenWithEqualFigures() {
        SavedResult passed = run(Verdict.Passed, 100, 0, 100);
        SavedResult failed = run(Verdict.Failed, 100, 0, 100);
        SavedResult invalid = run(Verdict.Invalid, 100, 0, 100);

        assertThat(compare(passed, failed).regressions()).containsExactly("verdict");
        assertThat(compare(failed, invalid).regressions()).containsExactly("verdict");
        assertThat(compare(invalid, passed).regressions()).isEmpty();
        assertThat(compare(passed, new SavedResult(1, null, null, null)).regressions()).contains("verdict",
                "all p99 ms");
    }

    @Test
    void tasksAreComparedByNameAndMissingSamplesAreWorse() {
        SavedResult before = run(Verdict.Passed, 100, 1, 100, task("a", latency(100)), task("b", latency(100)),
                task("gone", latency(1)));
        SavedResult after = run(Verdict.Passed, 100, 1, 100, task("b", null), task("a", latency(200)),
                task("new", latency(1)));

        assertThat(compare(before, after).regressions()).containsExactly("a p99 ms", "b p50 ms", "b p90 ms", "b p95 ms",
                "b p99 ms", "b mean ms");
    }

    @Test
    void theTableShowsChangesAndEndsWithTheRegressions() {
        List<String> lines = ComparisonTable.lines(compare(run(Verdict.Passed, 100, 0, 100),
                run(Verdict.Failed, 50, 1, 80)), 100, Ansi.OFF);

        assertThat(lines).containsExactly("Task  Figure              A       B  Change",
                "all   verdict        Passed  Failed          WORSE",
                "all   throughput /s   100.0    50.0  -50.0%  WORSE",
                "all   failed %            0       1       -  WORSE", "all   p50 ms           10.0    10.0    0.0%",
                "all   p90 ms           20.0    20.0    0.0%", "all   p95 ms           30.0    30.0    0.0%",
                "all   p99 ms            100    80.0  -20.0%  better", "all   mean ms          15.0    15.0    0.0%",
                "",
                "Regression: worse in B by more than 5% of A: verdict, all throughput /s, all failed %");
    }

    @Test
    void twoSearchesAreComparedByTheirCapacityAlone() {
        Comparison slower = compare(search(400), search(300));
        assertThat(slower.regressions()).containsExactly("all capacity /s");
        assertThat(slower.changes()).hasSize(1);
        assertThat(compare(search(300), search(400)).regressions()).isEmpty();
    }

    private static SavedResult search(double rate) {
        return new SavedResult(1, Verdict.Passed, null,
                new CapacityStatus(rate, null, null, null, null, true, List.of()));
    }
}
