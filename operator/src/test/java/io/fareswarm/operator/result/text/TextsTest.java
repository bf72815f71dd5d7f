package io.fareswarm.operator.result.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.TargetStatus;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;
import io.fareswarm.api.Result;
import io.fareswarm.api.Result.ErrorCount;
import io.fareswarm.api.Result.Percentiles;
import io.fareswarm.api.Result.TaskResult;
import io.fareswarm.api.Target;
import io.fareswarm.operator.result.LiveWindow;
import io.fareswarm.operator.result.LiveWindow.Rate;
import io.fareswarm.operator.result.Runs;

import static org.assertj.core.api.Assertions.assertThat;

class TextsTest {
    private static final Percentiles TIMES = new Percentiles(1.241, 2.9, 3.207, 12.44, 98.9, 0.412, 1203.5, 1.52);
    private static final Result RESULT = new Result(1_234_567, 1234, 0.1, 0, 4115.2, 200, TIMES, TIMES, 1,
            List.of(new TaskResult("valid ride", 1_028_806, 0, 0, 0, 3429.3, TIMES, TIMES, 1),
                    new TaskResult("ride with a field missing", 205_761, 1234, 0.6, 0, 685.9, TIMES, TIMES, 1)),
            List.of(new ErrorCount("ride with a field missing", "status", "expected 422, found 503", 1200,
                    "POST /predict: no \u001b[31mhealthy upstream", 3L, 9L),
                    new ErrorCount("valid ride", "timeout", "no complete response within 30s", 34, null, 3L, 9L)));
    private static final LiveWindow LIVE = new LiveWindow(29, 5, List.of(new Rate(3500.25, 0), new Rate(700, 0.4)),
            new Rate(4200.25, 0.4));

    private static LoadTestStatus running() {
        return new LoadTestStatus(1L, Phase.Running, null, null, new TargetStatus("http://127.0.0.1:8000", null, null),
                new WorkersStatus(2, 2), RESULT, null, null, null, null, null);
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    @Test
    void theRowEqualsTheOutputOfKubectl() {
        assertThat(text(KubectlRow.lines("taxi-rush", Runs.spec().target(), Runs.status(), Duration.ofSeconds(192))))
                .isEqualTo(
                        """
                                NAME        TARGET   PHASE      VERDICT   WORKERS   USERS   REQUESTS   RPS     P50     P95    P99    FAIL%    CAPACITY   AGE
                                taxi-rush   taxi     Finished   Failed    2         200     1500       150.0   750.1   1425   1486   0.1330              3m12s
                                """);
    }

    @Test
    void missingStatusValuesAreBlankInTheRow() {
        LoadTestStatus status = new LoadTestStatus(null, Phase.Pending, null, null, null, null, null, null, null, null,
                null, null);
        assertThat(text(
                KubectlRow.lines("taxi-rush",
                        new Target(null, "http://fare", null, "30s", null, Target.Connection.keepAlive), status,
                        Duration.ofSeconds(3)))
                .stripTrailing()).isEqualTo(
                        """
                                NAME        TARGET        PHASE     VERDICT   WORKERS   USERS   REQUESTS   RPS   P50   P95   P99   FAIL%   CAPACITY   AGE
                                taxi-rush   http://fare   Pending                                                                                     3s""");
    }

    @Test
    void agesAreFormattedAsByKubectl() {
        List<String> ages = new ArrayList<>();
        for (long seconds : new long[]{-1, 0, 119, 120, 125, 600, 10_799, 10_800, 28_740, 28_800, 172_799, 172_800,
                180_000, 691_200}) {
            ages.add(KubectlRow.age(Duration.ofSeconds(seconds)));
        }
        assertThat(ages).containsExactly("0s", "0s", "119s", "2m", "2m5s", "10m", "179m", "3h", "7h59m", "8h", "47h",
                "2d", "2d2h", "8d");
    }

    @Test
    void theTaskTableAlignsItsNumbers() {
        assertThat(text(TaskTable.lines(RESULT, Optional.empty(), 140, Ansi.OFF))).isEqualTo(
                """
                        Task, times in ms           Requests  Fails  Median   p95   p99  Average    Min    Max      RPS  Fails/s
                        valid ride                 1,028,806      0    1.24  3.21  12.4     1.52  0.412  1,204  3,429.3        0
                        ride with a field missing    205,761  1,234    1.24  3.21  12.4     1.52  0.412  1,204    685.9      4.1
                        all                        1,234,567  1,234    1.24  3.21  12.4     1.52  0.412  1,204  4,115.2      4.1
                        """);
    }

    @Test
    void theLiveTableShowsTheRatesOfTheLastSeconds() {
        assertThat(TaskTable.lines(RESULT, Optional.of(LIVE), 140, Ansi.OFF)).last().asString()
                .endsWith("  4,200.3     0.40");
    }

    @Test
    void aNarrowTerminalDropsColumnsAndThenCutsNames() {
        assertThat(text(TaskTable.lines(RESULT, Optional.empty(), 80, Ansi.OFF))).isEqualTo("""
                Task, times in ms   Requests  Fails  Median   p95   p99    Max      RPS  Fails/s
                valid ride         1,028,806      0    1.24  3.21  12.4  1,204  3,429.3        0
                ride with a fi...    205,761  1,234    1.24  3.21  12.4  1,204    685.9      4.1
                all                1,234,567  1,234    1.24  3.21  12.4  1,204  4,115.2      4.1
                """);
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        for (int width = 20; width < 160; width++) {
            List<String> lines = new ArrayList<>();
            lines.addAll(TaskTable.lines(RESULT, Optional.of(LIVE), width, Ansi.OFF));
            lines.addAll(
                    TaskTable.lines(Runs.measured().result(Runs.ELAPSED_NANOS), Optional.empty(), width, Ansi.OFF));
            lines.addAll(ThresholdTable.lines(Runs.status().thresholds() == null
                    ? List.of()
                    : Runs.status().thresholds(), width, Ansi.OFF));
            lines.addAll(ErrorTable.lines(RESULT, width, Ansi.OFF));
            lines.addAll(live(running(), "waiting for the model 漢字漢字漢字漢字漢字漢字漢字漢字").lines(width, Ansi.OFF));
            int columns = width;
            assertThat(lines).allSatisfy(line -> assertThat(TerminalText.width(line)).isLessThanOrEqualTo(columns));
        }
    }

    @Test
    void theThresholdTableMarksFailedThresholds() {
        List<LoadTestStatus.ThresholdResult> thresholds = Runs.status().thresholds();
        assertThat(text(ThresholdTable.lines(thresholds == null ? List.of() : thresholds, 80, Ansi.OFF))).isEqualTo("""
                Threshold     Observed  Limit
                errors          0.133%  <= 1%     passed
                p99 & "tail"    1485ms  <= 250ms  FAILED
                """);
        assertThat(ThresholdTable.lines(List.of(), 80, Ansi.OFF)).isEmpty();
    }

    @Test
    void theErrorTableListsCountsAndExamples() {
        assertThat(text(ErrorTable.lines(RESULT, 80, Ansi.OFF))).isEqualTo("""
                Errors  What happened
                 1,200  ride with a field missing: status, expected 422, found 503
                          POST /predict: no ?[31mhealthy upstream
                    34  valid ride: timeout, no complete response within 30s
                """);
    }

    @Test
    void aNarrowTerminalShowsTheReasonOfAnErrorAndLessOfTheTask() {
        ErrorCount error = new ErrorCount("GET /a/path/that/is/long", "status", "expected 2xx, found 500", 90, null, 3L,
                9L);
        assertThat(text(ErrorTable.lines(withErrors(90, error), 60, Ansi.OFF))).isEqualTo("""
                Errors  What happened
                    90  GET /a/path/that...: status, expected 2xx, found 500
                """);
        assertThat(text(ErrorTable.lines(withErrors(90, error), 40, Ansi.OFF))).isEqualTo("""
                Errors  What happened
                    90  GET /a/path/t...: status, exp...
                """);
    }

    @Test
    void theUnitStaysAtEveryWidthOfATerminal() {
        for (int width = 40; width < 160; width++) {
            assertThat(TaskTable.lines(RESULT, Optional.of(LIVE), width, Ansi.OFF).getFirst())
                    .startsWith("Task, times in ms ");
        }
    }

    @Test
    void failuresBeyondTheListedErrorsAreCounted() {
        ErrorCount error = new ErrorCount("ride", "status", "expected 200, found 503", 1200, null, 3L, 9L);
        assertThat(text(ErrorTable.lines(withErrors(2345, error), 80, Ansi.OFF))).isEqualTo("""
                Errors  What happened
                 1,200  ride: status, expected 200, found 503
                 1,145  other failures, less frequent than these
                """);
    }

    private static Result withErrors(long failures, ErrorCount... errors) {
        return new Result(1_234_567, failures, 0.1, 0, 4115.2, 200, TIMES, TIMES, 1, RESULT.tasks(), List.of(errors));
    }

    private static LiveScreen live(LoadTestStatus status, String note) {
        return new LiveScreen("taxi-rush", status,
                new LiveScreen.Progress(Duration.ofSeconds(14), Duration.ofSeconds(30), null), Optional.of(LIVE), note);
    }

    @Test
    void theLiveScreenShowsProgressAndTasks() {
        assertThat(text(live(running(), "").lines(110, Ansi.OFF))).isEqualTo(
                """
                        taxi-rush  Running  http://127.0.0.1:8000
                        [##############................]   14s of 30s   200 users   2 of 2 workers ready

                        Task, times in ms           Requests  Fails  Median   p95   p99  Average    Min    Max      RPS  Fails/s
                        valid ride                 1,028,806      0    1.24  3.21  12.4     1.52  0.412  1,204  3,500.3        0
                        ride with a field missing    205,761  1,234    1.24  3.21  12.4     1.52  0.412  1,204    700.0     0.40
                        all                        1,234,567  1,234    1.24  3.21  12.4     1.52  0.412  1,204  4,200.3     0.40
                        """);
    }

    @Test
    void theLiveScreenShowsTheNoteAndTheLostWorkers() {
        LoadTestStatus status = new LoadTestStatus(1L, Phase.Preparing, null, null, null,
                new WorkersStatus(3, 1, 2, 0, 0L),
                null, null, null, null, null, null);
        assertThat(text(new LiveScreen("taxi-rush", status,
                new LiveScreen.Progress(Duration.ofSeconds(-2), Duration.ofSeconds(90), null), Optional.empty(),
                "the model is being trained").lines(80, Ansi.OFF))).isEqualTo("""
                        taxi-rush  Preparing
                        [..............................]   0s of 1m30s   1 of 3 workers ready, 2 lost
                        the model is being trained
                        """);
    }

    @Test
    void theLogLineHasNoColours() {
        assertThat(live(running(), "").line()).isEqualTo(
                "taxi-rush  Running, 14s of 30s, 200 users, 1,234,567 requests, 1,234 fails, 4,200.3/s, p50 1.24 ms, p99 12.4 ms, 2 of 2 workers ready");
    }

    @Test
    void coloursDoNotChangeTheLayout() {
        for (int width : new int[]{60, 80, 140}) {
            List<String> plain = live(running(), "note").lines(width, Ansi.OFF);
            List<String> coloured = live(running(), "note").lines(width, Ansi.ON);

            assertThat(coloured).isNotEqualTo(plain);
            assertThat(coloured.stream().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "")).toList())
                    .isEqualTo(plain);
        }
    }

    @Test
    void untrustedTextCannotMoveTheCursor() {
        assertThat(text(
                ErrorTable.lines(
                        withErrors(1, new ErrorCount("a\u001b[2J", "broken", "\r\n\u202eevil", 1, null, 3L, 9L)), 80,
                        Ansi.OFF)))
                .endsWith("     1  a?[2J: broken, ???evil\n");
        assertThat(text(TaskTable.lines(Runs.measured().result(Runs.ELAPSED_NANOS), Optional.empty(), 120, Ansi.OFF)))
                .doesNotContain("\u001b").contains("=HYPERLINK(\"x\"), ?[31m<b>         0");
    }
}
