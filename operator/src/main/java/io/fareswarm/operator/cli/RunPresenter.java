package io.fareswarm.operator.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.TrainedModel;
import io.fareswarm.files.OutputFailure;
import io.fareswarm.files.OutputFile;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.local.LocalRun;
import io.fareswarm.operator.local.PlatformListener;
import io.fareswarm.operator.result.report.ReportFiles;
import io.fareswarm.operator.result.text.AddressTable;
import io.fareswarm.operator.result.text.Ansi;
import io.fareswarm.operator.result.text.CapacityTable;
import io.fareswarm.operator.result.text.ErrorTable;
import io.fareswarm.operator.result.text.KubectlRow;
import io.fareswarm.operator.result.text.LiveScreen;
import io.fareswarm.operator.result.text.TaskTable;
import io.fareswarm.operator.result.text.ThresholdTable;
import io.fareswarm.operator.run.RunPlan;

/// Printer of the progress on this machine: steps, the live view of a run, and its result.
final class RunPresenter implements PlatformListener {
    /// Span of the live rates, seconds.
    private static final int LIVE_SECONDS = 5;
    private static final long EVERY_NANOS = 2_000_000_000L;

    private final TerminalOutput output;
    private final PrintStream errors;
    private final @Nullable OutputFile json;
    private TerminalSize terminal;
    private long terminalReadAt = System.nanoTime();

    /// @param errors for problems
    /// @param json for the `result.json` of each test; null for none
    RunPresenter(TerminalOutput output, PrintStream errors, @Nullable OutputFile json) {
        this.output = output;
        terminal = output.size();
        this.errors = errors;
        this.json = json;
    }

    @Override
    public void step(String text) {
        output.line(text);
    }

    @Override
    public void problem(String text) {
        output.clear();
        errors.println("fareswarm: " + text);
    }

    @Override
    public void trained(String model, TrainedModel trained) {
        TrainedModel.Rows rows = trained.rows();
        String facts = rows == null
                ? "given weights"
                : "trained on %,d of %,d rides, RMSE $%.2f, MAE $%.2f, R2 %.3f".formatted(rows.used(), rows.read(),
                        trained.rmse(), trained.mae(), trained.r2());
        output.line("%s: %s, digest %s".formatted(model, facts, trained.digest().substring(0, 12)));
    }

    @Override
    public void progressed(LocalRun run) {
        if (System.nanoTime() - terminalReadAt > EVERY_NANOS) { // the terminal may have been resized
            terminalReadAt = System.nanoTime();
            terminal = output.size();
        }
        LiveScreen screen = screen(run);
        List<String> lines = screen.lines(terminal.columns(), output.ansi());
        // A view taller than the terminal could not be redrawn in place.
        output.live(lines.subList(0, Math.min(lines.size(), terminal.rows() - 1)), screen.line());
    }

    /// Prints the row of `kubectl get loadtest`, the tables and the verdict.
    @Override
    public void finished(LocalRun run) {
        output.clear();
        LoadTestStatus status = run.status();
        Ansi ansi = output.ansi();
        int columns = terminal.columns();
        section(KubectlRow.lines(run.name(), run.spec().target(), status, run.age()));
        if (status.result() != null) {
            section(TaskTable.lines(status.result(), Optional.empty(), columns, ansi));
            section(ErrorTable.lines(status.result(), columns, ansi));
            section(AddressTable.lines(run.measured().addresses(), columns, ansi));
        }
        if (status.capacity() != null) {
            section(CapacityTable.lines(status.capacity(), columns, ansi));
        }
        if (status.thresholds() != null) {
            section(ThresholdTable.lines(status.thresholds(), columns, ansi));
        }
        section(List.of(conclusion(status)));
        if (status.workers() != null && status.workers().lost() > 0) {
            Conditions.message(status.conditions(), LoadTestConditions.WORKERS_READY).ifPresent(output::line);
        }
    }

    @Override
    public void reported(Path directory) {
        output.line("report: " + directory.resolve(ReportFiles.HTML)
                + "; for programs result.json, stats.csv, junit.xml, latency-*.hlog");
    }

    @Override
    public void measured(String result) throws OutputFailure {
        if (json != null) {
            json.write(result);
        }
    }

    private void section(List<String> lines) {
        if (!lines.isEmpty()) {
            output.line("");
            lines.forEach(output::line);
        }
    }

    /// The verdict of a run that is over, with its reason.
    static String conclusion(LoadTestStatus status) {
        if (status.verdict() == null) {
            return "Error: " + Conditions.message(status.conditions(), LoadTestConditions.COMPLETE).orElse("");
        }
        String why = status.verdict() == Verdict.Passed
                ? ""
                : Conditions.message(status.conditions(), LoadTestConditions.THRESHOLDS_PASSED).orElse("");
        String how = Conditions.message(status.conditions(), LoadTestConditions.COMPLETE).orElse("");
        return "Verdict: " + status.verdict() + (why.isEmpty() ? "" : ": " + why)
                + (how.isEmpty() ? "" : " (" + how + ")");
    }

    private static LiveScreen screen(LocalRun run) {
        RunPlan plan = RunPlan.of(run.spec());
        CapacityStatus search = run.status().capacity();
        String note = Stream.of(search == null ? "" : CapacityTable.current(search),
                Conditions.message(run.status().conditions(), LoadTestConditions.PROGRESSING).orElse(""))
                .filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
        Long requests = run.spec().requests();
        var progress = new LiveScreen.Progress(run.elapsed(),
                requests == null ? plan.warmup().plus(plan.duration()) : null, requests);
        return new LiveScreen(run.name(), run.status(), progress, run.measured().lastSeconds(LIVE_SECONDS), note);
    }
}
