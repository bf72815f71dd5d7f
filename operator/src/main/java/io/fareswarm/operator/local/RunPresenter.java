package io.fareswarm.operator.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Condition;
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.TrainedModel;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.result.report.ReportFiles;
import io.fareswarm.operator.result.text.Ansi;
import io.fareswarm.operator.result.text.ErrorTable;
import io.fareswarm.operator.result.text.KubectlRow;
import io.fareswarm.operator.result.text.LiveScreen;
import io.fareswarm.operator.result.text.TaskTable;
import io.fareswarm.operator.result.text.ThresholdTable;
import io.fareswarm.operator.run.RunPlan;

/// Shows a run to a person, and leaves its report files.
final class RunPresenter {
    /// Seconds that the live rates look back.
    private static final int LIVE_SECONDS = 5;

    private final TerminalOutput output;
    private final PrintStream errors;
    private final @Nullable PrintStream json;
    private final TerminalSize terminal = new TerminalSize();

    /// @param errors takes what went wrong
    /// @param json takes the `result.json` of each test; null for nothing
    RunPresenter(TerminalOutput output, PrintStream errors, @Nullable PrintStream json) {
        this.output = output;
        this.errors = errors;
        this.json = json;
    }

    void line(String text) {
        output.line(text);
    }

    void error(String text) {
        output.clear();
        errors.println("fareswarm: " + text);
    }

    void trained(String name, TrainedModel model) {
        TrainedModel.Rows rows = model.rows();
        String facts = rows == null
                ? "given weights"
                : "trained on %,d of %,d rides, RMSE $%.2f, MAE $%.2f, R2 %.3f".formatted(rows.used(), rows.read(),
                        model.rmse(), model.mae(), model.r2());
        output.line("%s: %s, digest %s".formatted(name, facts, model.digest().substring(0, 12)));
    }

    void live(LocalRun run, LoadTestStatus status, Instant now) {
        LiveScreen screen = screen(run, status, now);
        List<String> lines = screen.lines(terminal.columns(), output.ansi());
        // What is taller than the screen could not be drawn over.
        output.live(lines.subList(0, Math.min(lines.size(), terminal.rows() - 1)), screen.line());
    }

    /// The end of a run: the row that `kubectl get loadtest` would print, the tables, the verdict, and the files.
    ///
    /// @param directory for the files
    void finished(LocalRun run, LoadTestStatus status, Path directory, Instant now) throws IOException {
        output.clear();
        Ansi ansi = output.ansi();
        int columns = terminal.columns();
        output.line("");
        KubectlRow.lines(run.name(), run.spec().target(), status, Duration.between(run.createdAt(), now))
                .forEach(output::line);
        if (status.result() != null) {
            output.line("");
            TaskTable.lines(status.result(), Optional.empty(), columns, ansi).forEach(output::line);
            section(ErrorTable.lines(status.result().errors(), columns, ansi));
        }
        if (status.thresholds() != null) {
            section(ThresholdTable.lines(status.thresholds(), columns, ansi));
        }
        output.line("");
        output.line(ending(status));
        if (status.workers() != null && status.workers().lost() > 0) {
            message(status, LoadTestConditions.WORKERS_READY).ifPresent(output::line);
        }
        Map<String, String> files = write(run, status, directory);
        output.line(
                "report: " + directory.resolve(ReportFiles.HTML) + "; for programs result.json, stats.csv, junit.xml, "
                        + "latency-*.hlog");
        if (json != null) {
            json.println(files.get(ReportFiles.RESULT));
        }
    }

    private void section(List<String> lines) {
        if (!lines.isEmpty()) {
            output.line("");
            lines.forEach(output::line);
        }
    }

    private static String ending(LoadTestStatus status) {
        if (status.verdict() == null) {
            return "Error: " + message(status, LoadTestConditions.COMPLETE).orElse("");
        }
        String why = status.verdict() == Verdict.Passed
                ? ""
                : message(status, LoadTestConditions.THRESHOLDS_PASSED).orElse("");
        String how = message(status, LoadTestConditions.COMPLETE).orElse("");
        return "Verdict: " + status.verdict() + (why.isEmpty() ? "" : ": " + why)
                + (how.isEmpty() ? "" : " (" + how + ")");
    }

    private static Optional<String> message(LoadTestStatus status, String condition) {
        return Conditions.find(status.conditions(), condition).map(Condition::message)
                .filter(message -> !message.isEmpty());
    }

    private static Map<String, String> write(LocalRun run, LoadTestStatus status, Path directory) throws IOException {
        Map<String, String> files = ReportFiles.of(run.namespace(), run.name(), run.spec(),
                RunPlan.of(run.spec()).tasks(),
                status, run.measured(), run.span());
        Files.createDirectories(directory);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
        }
        return files;
    }

    private static LiveScreen screen(LocalRun run, LoadTestStatus status, Instant now) {
        RunPlan plan = RunPlan.of(run.spec());
        String startedAt = Objects.requireNonNull(status.run()).startedAt();
        Duration elapsed = startedAt == null ? Duration.ZERO : Duration.between(Instant.parse(startedAt), now);
        String note = message(status, LoadTestConditions.PROGRESSING).orElse("");
        Long requests = run.spec().requests();
        var progress = new LiveScreen.Progress(elapsed,
                requests == null ? plan.warmup().plus(plan.duration()) : null, requests);
        return new LiveScreen(run.name(), status, progress, run.measured().lastSeconds(LIVE_SECONDS), note);
    }
}
