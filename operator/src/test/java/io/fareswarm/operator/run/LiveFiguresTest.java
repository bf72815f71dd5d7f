package io.fareswarm.operator.run;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fareswarm.api.Live;
import io.fareswarm.api.Load;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.Target;
import io.fareswarm.api.Task;
import io.fareswarm.api.Workers;
import io.fareswarm.operator.result.ResultAccumulator;
import io.fareswarm.operator.run.RunObservation.FleetView;
import io.fareswarm.operator.run.RunObservation.LoadTestView;
import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.IntervalReport.RunPart;
import io.fareswarm.protocol.IntervalReport.Span;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Route;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerHealth;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

import static org.assertj.core.api.Assertions.assertThat;

class LiveFiguresTest {
    private static final long MOST = 1L << 40;
    private static final WorkerStatus STATUS = new WorkerStatus(0, true, WorkerState.Draining, null, null,
            new WorkerHealth(MOST, MOST, MOST - 1, MOST - 1, MOST - 1, MOST));

    @ParameterizedTest
    @CsvSource({"1, a, 1, 2, 2", "2, a, 2, 50, 32", "20, a, 20, 50, 17", "20, é, 20, 1000, 11",
            "20, '\u0001', 14, 50, 1"})
    void theFiguresOfManyTasksAndWorkersStayBelowEightKibibytes(int tasks, String letter, int tasksShown, int workers,
            int shown)
            throws Exception {
        List<String> names = IntStream.range(0, tasks).mapToObj(task -> letter.repeat(60) + task).toList();
        ResultAccumulator results = new ResultAccumulator(names);
        List<WorkerView> views = IntStream.range(0, workers).mapToObj(worker -> {
            String id = "worker-" + worker;
            results.add(id, new Report(STATUS, List.of(second(0, names), second(1, names)), null, 0));
            return new WorkerView(id, new WorkerAttempt(worker, 0), new WorkerView.ProcessState(null, null),
                    new WorkerView.Responses(STATUS, Instant.EPOCH, null), new WorkerView.Reports(2, 2, false, true));
        }).toList();
        LoadTestSpec spec = spec(names, workers);
        RunObservation seen = new RunObservation(new LoadTestView("default", "rush", 1, spec, null),
                new TargetView.Ready("http://127.0.0.1:1", null, null, Route.OWN),
                new FleetView(views, results.measured()),
                ClusterView.onMachine(spec), Instant.EPOCH);

        Live live = Objects.requireNonNull(LiveFigures.of(Evaluation.of(seen)));

        assertThat(live.workers()).hasSize(shown);
        assertThat(LiveFigures.workers(seen)).as("the run's ConfigMap has all").hasSize(workers)
                .containsAll(live.workers());
        assertThat(live.tasks()).hasSize(tasksShown);
        assertThat(Objects.requireNonNull(live.heat()).requests()).containsExactly(2L * tasks * workers);
        assertThat(new JsonMapper().writeValueAsString(live).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(8 << 10);
    }

    private static IntervalReport second(int second, List<String> names) {
        HistogramReport sample = HistogramReport.of(123_456);
        return new IntervalReport(Span.of(second, RunPart.measured), 1_000_000, HistogramReport.of(123_456_789),
                names.stream().map(name -> new TaskReport(name, TaskReport.Counts.NONE, TaskReport.Drain.NONE, sample,
                        sample)).toList(),
                List.of());
    }

    private static LoadTestSpec spec(List<String> names, int workers) {
        List<Task> tasks = names.stream().map(name -> Task.ride(name, 1, 0, "200")).toList();
        return new LoadTestSpec(new Target("taxi", null, null, "30s", null, Target.Connection.keepAlive),
                new Workers(workers, null, null), "10s", null,
                "0s", "30s", "5m", "10ms",
                new Load(
                        new Load.Users(2000, 20.0, null, new Load.Wait(new Load.Between("0s", "5s"), null, null, null)),
                        null),
                tasks, 42, null, 1, null, 5);
    }
}
