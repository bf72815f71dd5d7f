package io.fareswarm.operator.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.api.CapacityStatus.Purpose;
import io.fareswarm.api.CapacityStatus.Varying;
import io.fareswarm.api.Condition;
import io.fareswarm.api.Load;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.Run;
import io.fareswarm.api.LoadTestStatus.TargetStatus;
import io.fareswarm.api.LoadTestStatus.ThresholdFigures;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;
import io.fareswarm.api.Result;
import io.fareswarm.api.Target;
import io.fareswarm.api.Task;
import io.fareswarm.api.Workers;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerState;

/// A small finished run, whose figures are easy to check by hand, for the tests of files and texts.
public final class Runs {
    public static final long ELAPSED_NANOS = 10_000_000_000L;

    private Runs() {}

    public static List<Task> tasks() {
        return tasks("=HYPERLINK(\"x\"), \u001b[31m<b>");
    }

    /// @param other the name of the second one
    public static List<Task> tasks(String other) {
        return List.of(task("valid ride", 5, Task.Method.POST, "200"), task(other, 1, Task.Method.GET, "422"));
    }

    private static Task task(String name, int weight, Task.Method method, String status) {
        return new Task(name, weight, new Task.Request(method, "/predict", null, null, null),
                new Task.Expectation(List.of(status), null, null));
    }

    /// 1,500 valid rides of 1 to 1,500 ms, two of which failed, and no sample of the other task.
    public static MergedResult measured() {
        long[] micros = new long[1500];
        Arrays.setAll(micros, index -> 1000L * (index + 1));
        ResultAccumulator results = new ResultAccumulator(tasks().stream().map(Task::name).toList());
        results.add("one",
                RandomRun.report(WorkerState.Running,
                        List.of(new IntervalReport(Span.of(0, IntervalReport.RunPart.measured), 200,
                                HistogramReport.of(100),
                                List.of(new TaskReport("valid ride",
                                        new TaskReport.Counts(2, 0, 225_000, Map.of("200", 1498L, "503", 2L), Map.of()),
                                        TaskReport.Drain.NONE, RandomRun.histogram(micros),
                                        RandomRun.histogram(micros))),
                                List.of(new ErrorReport("valid ride", ErrorReport.Kind.status,
                                        "expected 200, found 503", 2, null, ErrorReport.Seen.at(0))))),
                        null));
        return results.measured();
    }

    /// A second of three workers with 140 different errors in all, and some that only count further ones.
    public static MergedResult manyErrors() {
        ResultAccumulator results = new ResultAccumulator(List.of("ride"));
        for (int worker = 0; worker < 3; worker++) {
            List<ErrorReport> errors = new ArrayList<>();
            for (int number = 40 * worker; number < 40 * worker + 60; number++) {
                errors.add(error("expected 200, found %d".formatted(200 + number), 1 + number));
            }
            errors.add(error(ErrorReport.OTHER, 5));
            long[] micros = new long[errors.stream().mapToInt(error -> (int) error.count()).sum()];
            Arrays.fill(micros, 1000);
            results.add("worker " + worker, RandomRun.report(WorkerState.Running, List.of(new IntervalReport(
                    Span.of(0, IntervalReport.RunPart.measured), 1, HistogramReport.of(100),
                    List.of(new TaskReport("ride", new TaskReport.Counts(micros.length, 0, 0, Map.of(), Map.of()),
                            TaskReport.Drain.NONE, RandomRun.histogram(micros), RandomRun.histogram(micros))),
                    errors)), null));
        }
        return results.measured();
    }

    private static ErrorReport error(String detail, long count) {
        return new ErrorReport("ride", ErrorReport.Kind.status, detail, count, null, ErrorReport.Seen.at(0));
    }

    /// Two minutes of two workers. Users start during the first minute. For ten seconds some requests fail and all are slow.
    public static MergedResult twoMinutes() {
        return twoMinutes(tasks().getLast().name());
    }

    /// @param other the name of the second task
    public static MergedResult twoMinutes(String other) {
        Random random = new Random(1);
        List<Task> tasks = tasks(other);
        ResultAccumulator results = new ResultAccumulator(tasks.stream().map(Task::name).toList());
        for (int second = 0; second < 120; second++) {
            boolean bad = second >= 70 && second < 80;
            for (String worker : List.of("one", "two")) {
                List<TaskReport> reports = new ArrayList<>();
                for (Task task : tasks) {
                    long[] micros = random.doubles(10L * task.weight(), 0, 1)
                            .mapToLong(draw -> (long) (8_000 * (bad ? 9 : 1) * -Math.log(1 - draw)) + 500).toArray();
                    long failed = bad ? micros.length / 10 : 0;
                    reports.add(new TaskReport(task.name(),
                            new TaskReport.Counts(failed, bad ? 1 : 0, 150L * micros.length,
                                    Map.of("200", micros.length - failed, "503", failed), Map.of()),
                            TaskReport.Drain.NONE, RandomRun.histogram(micros), RandomRun.histogram(micros)));
                }
                ErrorReport error = new ErrorReport("valid ride", ErrorReport.Kind.status, "expected 200, found 503",
                        5, "POST /predict: <b>no upstream</b>", ErrorReport.Seen.at(second));
                results.add(worker,
                        RandomRun.report(WorkerState.Running,
                                List.of(new IntervalReport(Span.of(second, IntervalReport.RunPart.measured),
                                        Math.min(100, 2L * second), HistogramReport.of(100), reports,
                                        bad ? List.of(error) : List.of())),
                                null));
            }
        }
        return results.measured();
    }

    /// Two workers at 200 requests a second together, each with a request in flight and warm-up before second 2. A stop ends the duration
    /// at 8.4 s, and the last requests end in second 9.
    ///
    /// @param reported number of seconds that the workers have reported, at most 10
    public static MergedResult stopped(int reported) {
        ResultAccumulator results = new ResultAccumulator(List.of("ride"), 2, Room.UNBOUNDED);
        for (int second = 2; second < reported; second++) {
            for (String worker : List.of("one", "two")) {
                results.add(worker, stoppedSecond(second));
            }
        }
        return results.measured();
    }

    /// A run of three workers that goes on. Each ends one request a second. Two of them have reported `seconds` seconds, and the
    /// third one second less.
    public static MergedResult unequal(int seconds) {
        ResultAccumulator results = new ResultAccumulator(List.of("ride"));
        for (int second = 0; second < seconds; second++) {
            results.add("one", oneRequest(second, 0));
            results.add("two", oneRequest(second, 0));
            if (second < seconds - 1) {
                results.add("three", oneRequest(second, 0));
            }
        }
        return results.measured();
    }

    /// A run of 9.6 seconds whose last second had no request, so that no worker reported it.
    public static MergedResult quietAtItsEnd() {
        ResultAccumulator results = new ResultAccumulator(List.of("ride"));
        for (int second = 0; second < 9; second++) {
            results.add("one", oneRequest(second, second < 8 ? 0 : 9_600_000));
        }
        return results.measured();
    }

    private static Report oneRequest(int second, long elapsedMicros) {
        IntervalReport interval = new IntervalReport(Span.of(second, IntervalReport.RunPart.measured), 1,
                RandomRun.stalls(IntervalReport.RunPart.measured, 100),
                List.of(new TaskReport("ride", new TaskReport.Counts(0, 0, 0, Map.of(), Map.of()),
                        new TaskReport.Drain(0, 0, 0), RandomRun.histogram(new long[]{1000}),
                        RandomRun.histogram(new long[]{1000}))),
                List.of());
        Report running = RandomRun.report(WorkerState.Running, List.of(interval), null);
        return new Report(running.status(), running.intervals(), null, elapsedMicros);
    }

    private static Report stoppedSecond(int second) {
        long late = second < 8 ? 0 : second == 8 ? 10 : 1;
        long[] micros = new long[second < 8 ? 100 : second == 8 ? 50 : 1];
        Arrays.fill(micros, 1000);
        IntervalReport.RunPart phase = second < 9 ? IntervalReport.RunPart.measured : IntervalReport.RunPart.drain;
        IntervalReport interval = new IntervalReport(Span.of(second, phase), 1, RandomRun.stalls(phase, 100),
                List.of(new TaskReport("ride", new TaskReport.Counts(late, 0, 0, Map.of(), Map.of()),
                        new TaskReport.Drain(late, late, 0), RandomRun.histogram(micros),
                        RandomRun.histogram(micros))),
                List.of());
        Report running = RandomRun.report(WorkerState.Running, List.of(interval), null);
        return new Report(running.status(), running.intervals(), null, second < 8 ? 0 : 6_400_000);
    }

    public static LoadTestSpec spec() {
        return new LoadTestSpec(new Target("taxi", null, null, "30s", null, Target.Connection.keepAlive),
                new Workers(2, null, null), "10s", null, "0s",
                "30s",
                "5m",
                "10ms",
                new Load(new Load.Users(200, 20.0, null, new Load.Wait(new Load.Between("0s", "5s"), null, null, null)),
                        null),
                tasks(), 42, null, 1, null, 5);
    }

    public static LoadTestStatus status() {
        return status(measured().result(ELAPSED_NANOS));
    }

    /// The status of the run with another result.
    public static LoadTestStatus status(Result result) {
        return new LoadTestStatus(1L, Phase.Finished, Verdict.Failed,
                new Run(1, 42, "2026-01-01T00:00:01Z", "2026-01-01T00:00:01Z", null, "2026-01-01T00:00:11Z", null),
                new TargetStatus("http://127.0.0.1:8000", null, null), new WorkersStatus(2, 2),
                result,
                List.of(new ThresholdResult("errors", "0.133%", "<= 1%", true, null,
                        new ThresholdFigures(0.133, 1, "%", true)),
                        new ThresholdResult("p99 & \"tail\"", "1485ms", "<= 250ms", false,
                                new LoadTestStatus.Windows(10, 2, 1, 5L, 1485.0,
                                        new LoadTestStatus.Strip(0, 5, "+x")),
                                new ThresholdFigures(1485.0, 250, "ms", true))),
                List.of(new Condition("Complete", "True", "DurationElapsed", "", "2026-01-01T00:00:11Z", 1)), null,
                null, null);
    }

    /// A search with two complete steps, the second of which exceeded a limit, and one that has begun.
    public static CapacityStatus capacity(String limit) {
        return new CapacityStatus(412.5, 398.0, null, 206.3, limit, true,
                List.of(new CapacityStatus.Step(0, 0, 400, Purpose.ramp, null, counts(limit, true, "12.4ms", 0)),
                        new CapacityStatus.Step(18, 0, 800, Purpose.ramp, null, counts(limit, false, "1,240ms", 900)),
                        new CapacityStatus.Step(40, 6, 412.5, Purpose.confirm)));
    }

    private static CapacityStatus.StepResult counts(String limit, boolean passed, String observed, long bad) {
        Varying varying = new Varying(bad, List.of(1.5, 2.0, 0.0, 0.0, 0.0));
        return new CapacityStatus.StepResult(true, 10, 0, 4000, 399.8, 2.5, 8.25, passed ? 12.4 : 1240.0, 7, passed,
                List.of(new CapacityStatus.Limit(limit, observed, passed ? 12.4 : 1240.0, passed, varying)), varying);
    }
}
