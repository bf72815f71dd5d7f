package io.fareswarm.operator.local;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.FareModel;
import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.TrainedModel;
import io.fareswarm.operator.run.TargetView;

/// Applies resources on this machine: makes every model available, then runs the tests one after the other, since two
/// swarms on one machine would measure each other.
final class LocalPlatform {
    private static final Duration STEP = Duration.ofMillis(50);

    private final List<FareModel> models;
    private final List<LoadTest> tests;
    private final Attachments attachments;
    private final @Nullable Path data;
    private final Installation programs;
    private final OutputDirectory folder;
    private final RunPresenter presenter;
    private final Clock time = Clock.systemUTC();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();

    /// @param attachments what the tests refer to
    /// @param data file to train the models on; null for what their manifests say
    LocalPlatform(List<FareModel> models, List<LoadTest> tests, Attachments attachments, @Nullable Path data,
            Installation programs, OutputDirectory folder,
            RunPresenter presenter) {
        this.models = models;
        this.tests = tests;
        this.attachments = attachments;
        this.data = data;
        this.programs = programs;
        this.folder = folder;
        this.presenter = presenter;
    }

    /// @return the exit status: of several tests the gravest
    int apply() throws IOException, InterruptedException {
        List<LocalModel> running = new ArrayList<>();
        try {
            for (FareModel model : models) {
                running.add(new LocalModel(model, data, programs, folder, http));
            }
            for (LocalModel model : running) {
                int status = makeAvailable(model);
                if (status != ExitStatus.PASSED) {
                    return status;
                }
            }
            if (tests.isEmpty()) {
                presenter.line("no LoadTest in the manifests: serving until Ctrl-C");
                return serve(running);
            }
            int worst = ExitStatus.PASSED;
            for (LoadTest test : tests) {
                worst = Math.max(worst, run(test, running));
                if (Interruption.asked()) {
                    return ExitStatus.INTERRUPTED;
                }
            }
            return worst;
        } finally {
            // An idle connection of ours would keep a server from leaving at once.
            http.shutdownNow();
            running.forEach(LocalModel::close);
        }
    }

    private int serve(List<LocalModel> running) throws IOException, InterruptedException {
        while (!Interruption.asked()) {
            for (LocalModel model : running) {
                model.step(time.instant());
                if (told(model)) {
                    return ExitStatus.COULD_NOT_RUN;
                }
            }
            Interruption.pause(Duration.ofSeconds(1));
        }
        return ExitStatus.INTERRUPTED;
    }

    /// Whether a model will not become available, or is no longer; then it was said.
    private boolean told(LocalModel model) {
        String trouble = model.trouble();
        if (trouble != null) {
            presenter.error("FareModel " + model.name() + ": " + trouble);
        }
        return trouble != null;
    }

    private int makeAvailable(LocalModel model) throws IOException, InterruptedException {
        presenter.line(model.name() + ": training " + model.source());
        boolean told = false;
        while (!Interruption.asked()) {
            FareModelStatus status = model.step(time.instant());
            TrainedModel trained = status.model();
            if (trained != null && !told) {
                presenter.trained(model.name(), trained);
                told = true;
            }
            if (told(model)) {
                return model.refusedInput() ? ExitStatus.BAD_INPUT : ExitStatus.COULD_NOT_RUN;
            }
            if (model.target() instanceof TargetView.Ready(String url, _)) {
                presenter.line(model.name() + ": serves at " + url);
                return ExitStatus.PASSED;
            }
            Interruption.pause(STEP);
        }
        return ExitStatus.INTERRUPTED;
    }

    private int run(LoadTest test, List<LocalModel> running) throws IOException, InterruptedException {
        Optional<LocalModel> model = running.stream()
                .filter(one -> one.name().equals(modelOf(test))).findFirst();
        Optional<PredictionCounts> before = model.isPresent() ? model.get().counted() : Optional.empty();
        Path files = folder.temporary("files-" + DisplayName.of(test));
        attachments.write(test, files);
        try (LocalRun run = new LocalRun(test, files, programs, folder, http, time)) {
            boolean stopping = false;
            LoadTestStatus status = run.step(target(test, model));
            while (status.phase() != Phase.Finished && status.phase() != Phase.Error) {
                presenter.live(run, status, time.instant());
                Interruption.pause(run.pause());
                if (Interruption.asked() && !stopping) {
                    stopping = true;
                    run.stop();
                    presenter.line("stopping: nothing new starts, what is in flight has %s"
                            .formatted(test.getSpec().gracefulStop()));
                }
                status = run.step(target(test, model));
            }
            Path reports = tests.size() == 1 ? folder.reports() : folder.reports().resolve(run.name());
            Optional<PredictionCounts> after = model.isPresent() ? model.get().counted() : Optional.empty();
            presenter.finished(run, status, reports, time.instant());
            if (before.isPresent() && after.isPresent()) {
                presenter.line(model.orElseThrow().name() + " counted itself: " + after.get().since(before.get()));
            }
            run.step(target(test, model));
            if (model.isPresent()) {
                boolean _ = told(model.get());
            }
            return ExitStatus.of(status);
        }
    }

    /// The name of the FareModel that a test swarms; null when it swarms something else.
    static @Nullable String modelOf(LoadTest test) {
        String model = test.getSpec().target().model();
        return model == null ? null : DisplayName.of(test.getMetadata().getNamespace(), model);
    }

    private TargetView target(LoadTest test, Optional<LocalModel> model) throws IOException, InterruptedException {
        String url = test.getSpec().target().url();
        if (url != null) {
            return new TargetView.Ready(url, null);
        }
        if (model.isEmpty()) {
            return new TargetView.NotReady("its FareModel is not among the manifests");
        }
        model.get().step(time.instant());
        return model.get().target();
    }
}
