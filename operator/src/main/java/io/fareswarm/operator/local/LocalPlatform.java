package io.fareswarm.operator.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.FareModel;
import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.TrainedModel;
import io.fareswarm.files.OutputFailure;
import io.fareswarm.operator.result.report.ReportFiles;
import io.fareswarm.operator.run.TargetView;
import io.fareswarm.operator.ui.PageSource;
import io.fareswarm.operator.ui.ResourceKey;
import io.fareswarm.protocol.Route;
import io.fareswarm.validation.Manifests;

/// The platform of this machine: makes every model of the manifests available, and runs tests one after the other. Two
/// tests at one time on one machine would disturb each other's measurement.
public final class LocalPlatform implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final String RUNS_ONLY_MANIFESTS = "`fareswarm run` ends with the runs of its manifests: "
            + "`fareswarm ui` waits for more";

    private final Manifests.Valid manifests;
    private final LocalMachine machine;
    private final PlatformListener listener;
    private final LocalResources resources;
    private final LocalRuns runs;
    private final LocalPage page;
    private final boolean waits;
    private final List<LocalModel> models = new ArrayList<>();

    /// @param data rides to train the models on; null for the manifests' own sources
    /// @param waits whether tests run when they are started from the page, as often as one likes, in place of once
    public LocalPlatform(Manifests.Valid manifests, @Nullable LocalRides data, boolean waits, Installation installation,
            OutputDirectory output, PlatformListener listener) {
        this.manifests = manifests;
        this.machine = new LocalMachine(installation, output);
        this.listener = listener;
        this.waits = waits;
        resources = new LocalResources(waits, data == null ? null : data.name(), Clock.systemUTC());
        runs = new LocalRuns(resources, machine.time());
        page = new LocalPage(resources, runs, machine, manifests.attachments(), waits ? null : RUNS_ONLY_MANIFESTS);
        manifests.models().forEach(resources::add);
        manifests.tests().forEach(resources::add);
        if (waits) {
            runs.readStored(output.reports());
        }
        manifests.models().forEach(model -> models.add(new LocalModel(model, data, machine)));
    }

    /// What a page shows of this machine, and how it changes it.
    public PageSource page() {
        return page;
    }

    /// Applies the manifests. All processes that it starts end with [#close].
    ///
    /// @return exit status; the worst one of several tests
    public ExitStatus apply() throws IOException, InterruptedException {
        if (waits) {
            return serve();
        }
        Set<Path> unreported = manifests.tests().stream()
                .map(test -> reports(DisplayName.of(test), test.getSpec().run()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        try {
            return apply(unreported);
        } finally {
            // A test that did not run has no report: that of an earlier one would be taken for it.
            for (Path directory : unreported) {
                new ReportDirectory(directory).clear();
            }
        }
    }

    /// @param unreported directories of the reports; each is removed when its report is due
    private ExitStatus apply(Set<Path> unreported) throws IOException, InterruptedException {
        for (LocalModel model : models) {
            ExitStatus status = makeAvailable(model);
            if (status != ExitStatus.PASSED) {
                return status;
            }
        }
        if (manifests.tests().isEmpty()) {
            listener.step("no LoadTest in the manifests: serving until Ctrl-C");
            return serve();
        }
        ExitStatus worst = ExitStatus.PASSED;
        for (LoadTest test : manifests.tests()) {
            worst = worst.orWorse(run(test, unreported));
            if (Interruption.isRequested()) {
                return ExitStatus.INTERRUPTED;
            }
        }
        return worst;
    }

    /// Serves the models, and runs each test that is started.
    private ExitStatus serve() throws IOException, InterruptedException {
        while (!Interruption.isRequested()) {
            for (LocalModel model : models) {
                step(model);
                if (!waits && hasFailed(model)) {
                    return ExitStatus.COULD_NOT_RUN;
                }
            }
            Optional<LoadTest> due = resources.due();
            if (due.isPresent()) {
                ExitStatus _ = run(due.get(), new HashSet<>());
            } else {
                Interruption.pause(IDLE);
            }
        }
        return ExitStatus.INTERRUPTED;
    }

    private FareModelStatus step(LocalModel model) throws IOException, InterruptedException {
        FareModelStatus status = model.step();
        resources.observed(model.resource(), status);
        return status;
    }

    /// Whether a model will never be available. Reports the problem to the listener.
    private boolean hasFailed(LocalModel model) {
        String problem = model.problem();
        if (problem != null) {
            listener.problem("FareModel " + model.name() + ": " + problem);
        }
        return problem != null;
    }

    private ExitStatus makeAvailable(LocalModel model) throws IOException, InterruptedException {
        listener.step(model.name() + ": training " + model.source());
        boolean isTrained = false;
        while (!Interruption.isRequested()) {
            FareModelStatus status = step(model);
            TrainedModel trained = status.model();
            if (trained != null && !isTrained) {
                listener.trained(model.name(), trained);
                isTrained = true;
            }
            if (hasFailed(model)) {
                return model.isInputRejected() ? ExitStatus.BAD_INPUT : ExitStatus.COULD_NOT_RUN;
            }
            if (model.target() instanceof TargetView.Ready(String url, _, _, _)) {
                listener.step(model.name() + ": serves at " + url);
                return ExitStatus.PASSED;
            }
            Interruption.pause(STEP);
        }
        return ExitStatus.INTERRUPTED;
    }

    private ExitStatus run(LoadTest test, Set<Path> unreported) throws IOException, InterruptedException {
        Optional<LocalModel> model = models.stream()
                .filter(one -> one.name().equals(DisplayName.ofModel(test))).findFirst();
        Optional<PredictionCounts> before = model.isPresent() ? model.get().counts() : Optional.empty();
        Path files = machine.output().temporary("files-" + DisplayName.of(test) + "-" + test.getSpec().run());
        new Attachments(manifests.attachments()).write(test, files);
        ResourceKey key = LocalResources.key(test);
        try (LocalRun run = new LocalRun(test, files, machine)) {
            boolean stopping = false;
            LoadTestStatus status = run.step(target(test, model));
            while (status.phase() != Phase.Finished && status.phase() != Phase.Error) {
                resources.observed(test, status);
                runs.progressed(test, run.number(), run.source());
                listener.progressed(run);
                Interruption.pause(run.pause());
                LoadTestSpec spec = resources.spec(key).orElse(test.getSpec());
                if (Interruption.isRequested()) {
                    // Ctrl-C does what an edit of stopRun does.
                    spec = spec.withStopRun(run.number());
                    if (!stopping) {
                        stopping = true;
                        listener.step("stopping: no new requests, requests in flight have %s to end"
                                .formatted(test.getSpec().gracefulStop()));
                    }
                }
                run.edit(spec);
                status = run.step(target(test, model));
            }
            Optional<PredictionCounts> after = model.isPresent() ? model.get().counts() : Optional.empty();
            listener.finished(run);
            Path reports = reports(run.name(), run.number());
            unreported.remove(reports);
            boolean isReported = report(run, reports);
            resources.observed(test, status);
            runs.reported(test, run.number(), reports);
            if (before.isPresent() && after.isPresent()) {
                listener.step(model.orElseThrow().name() + "'s own count: " + after.get().since(before.get()));
            }
            run.step(target(test, model));
            if (model.isPresent()) {
                boolean _ = hasFailed(model.get());
            }
            return isReported ? ExitStatus.of(status) : ExitStatus.of(status).orWorse(ExitStatus.COULD_NOT_RUN);
        }
    }

    /// Writes the report. A problem does not end the command: further tests run.
    ///
    /// @return whether all of it was written
    private boolean report(LocalRun run, Path directory) {
        Map<String, String> files = run.report();
        ReportDirectory report = new ReportDirectory(directory);
        boolean isReported = attempt("the report of %s is not written, an earlier one stays".formatted(run.name()),
                () -> report.replace(files));
        if (isReported) {
            listener.reported(directory);
            isReported = attempt("the report of %s is written, but files of an earlier one stay".formatted(run.name()),
                    () -> deleteEarlier(report, files.keySet()));
        }
        return attempt("the result of %s is not printed".formatted(run.name()),
                () -> listener.measured(files.getOrDefault(ReportFiles.RESULT, ""))) && isReported;
    }

    /// A step that writes or deletes files.
    private interface FileStep {
        void run() throws OutputFailure;
    }

    private boolean attempt(String problem, FileStep step) {
        try {
            step.run();
            return true;
        } catch (OutputFailure e) {
            listener.problem(problem + ": " + e.getMessage());
            return false;
        }
    }

    /// Deletes what earlier tests left.
    private void deleteEarlier(ReportDirectory report, Set<String> names) throws OutputFailure {
        report.deleteExcept(names);
        if (!waits) {
            if (!report.path().equals(machine.output().reports())) {
                new ReportDirectory(machine.output().reports()).clear(); // of a command with one test
            }
            machine.output().deleteEarlierLogs();
        }
    }

    private Path reports(String name, int run) {
        Path all = machine.output().reports();
        if (waits) {
            return StoredRuns.unused(all, name, run);
        }
        return manifests.tests().size() == 1 ? all : all.resolve(name);
    }

    private TargetView target(LoadTest test, Optional<LocalModel> model) throws IOException, InterruptedException {
        String url = test.getSpec().target().url();
        if (url != null) {
            return new TargetView.Ready(url, null, null, Route.OWN);
        }
        LocalModel target = model.orElseThrow(() -> new IllegalStateException("a target is checked before a run"));
        step(target);
        return target.target();
    }

    @Override
    public void close() {
        models.forEach(LocalModel::close);
        machine.close();
    }
}
