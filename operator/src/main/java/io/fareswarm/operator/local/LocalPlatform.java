package io.fareswarm.operator.local;

import java.io.IOException;
import java.nio.file.Path;
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
import io.fareswarm.validation.Manifests;

/// The platform of this machine: makes every model of the manifests available, then runs the tests one after the other. Two
/// tests at one time on one machine would disturb each other's measurement.
public final class LocalPlatform {
    private static final Duration STEP = Duration.ofMillis(50);

    private final Manifests.Valid manifests;
    private final @Nullable Path data;
    private final LocalMachine machine;
    private final PlatformListener listener;

    /// @param data file to train the models on; null for the manifests' own sources
    public LocalPlatform(Manifests.Valid manifests, @Nullable Path data, Installation installation,
            OutputDirectory output, PlatformListener listener) {
        this.manifests = manifests;
        this.data = data;
        this.machine = new LocalMachine(installation, output);
        this.listener = listener;
    }

    /// Applies the manifests and ends every process that it started.
    ///
    /// @return exit status; the worst one of several tests
    public ExitStatus apply() throws IOException, InterruptedException {
        List<LocalModel> models = new ArrayList<>();
        try (machine) {
            for (FareModel model : manifests.models()) {
                models.add(new LocalModel(model, data, machine));
            }
            for (LocalModel model : models) {
                ExitStatus status = makeAvailable(model);
                if (status != ExitStatus.PASSED) {
                    return status;
                }
            }
            if (manifests.tests().isEmpty()) {
                listener.step("no LoadTest in the manifests: serving until Ctrl-C");
                return serve(models);
            }
            ExitStatus worst = ExitStatus.PASSED;
            for (LoadTest test : manifests.tests()) {
                worst = worst.orWorse(run(test, models));
                if (Interruption.isRequested()) {
                    return ExitStatus.INTERRUPTED;
                }
            }
            return worst;
        } finally {
            models.forEach(LocalModel::close);
        }
    }

    private ExitStatus serve(List<LocalModel> models) throws IOException, InterruptedException {
        while (!Interruption.isRequested()) {
            for (LocalModel model : models) {
                model.step();
                if (hasFailed(model)) {
                    return ExitStatus.COULD_NOT_RUN;
                }
            }
            Interruption.pause(Duration.ofSeconds(1));
        }
        return ExitStatus.INTERRUPTED;
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
            FareModelStatus status = model.step();
            TrainedModel trained = status.model();
            if (trained != null && !isTrained) {
                listener.trained(model.name(), trained);
                isTrained = true;
            }
            if (hasFailed(model)) {
                return model.isInputRejected() ? ExitStatus.BAD_INPUT : ExitStatus.COULD_NOT_RUN;
            }
            if (model.target() instanceof TargetView.Ready(String url, _)) {
                listener.step(model.name() + ": serves at " + url);
                return ExitStatus.PASSED;
            }
            Interruption.pause(STEP);
        }
        return ExitStatus.INTERRUPTED;
    }

    private ExitStatus run(LoadTest test, List<LocalModel> models) throws IOException, InterruptedException {
        Optional<LocalModel> model = models.stream()
                .filter(one -> one.name().equals(DisplayName.ofModel(test))).findFirst();
        Optional<PredictionCounts> before = model.isPresent() ? model.get().counts() : Optional.empty();
        Path files = machine.output().temporary("files-" + DisplayName.of(test));
        new Attachments(manifests.attachments()).write(test, files);
        try (LocalRun run = new LocalRun(test, files, machine)) {
            boolean stopping = false;
            LoadTestStatus status = run.step(target(test, model));
            while (status.phase() != Phase.Finished && status.phase() != Phase.Error) {
                listener.progressed(run);
                Interruption.pause(run.pause());
                if (Interruption.isRequested() && !stopping) {
                    stopping = true;
                    run.stop();
                    listener.step("stopping: no new requests, requests in flight have %s to end"
                            .formatted(test.getSpec().gracefulStop()));
                }
                status = run.step(target(test, model));
            }
            Optional<PredictionCounts> after = model.isPresent() ? model.get().counts() : Optional.empty();
            listener.finished(run);
            Path all = machine.output().reports();
            Path reports = manifests.tests().size() == 1 ? all : all.resolve(run.name());
            listener.reported(reports, run.writeReport(reports));
            if (before.isPresent() && after.isPresent()) {
                listener.step(model.orElseThrow().name() + "'s own count: " + after.get().since(before.get()));
            }
            run.step(target(test, model));
            if (model.isPresent()) {
                boolean _ = hasFailed(model.get());
            }
            return ExitStatus.of(status);
        }
    }

    private static TargetView target(LoadTest test, Optional<LocalModel> model)
            throws IOException, InterruptedException {
        String url = test.getSpec().target().url();
        if (url != null) {
            return new TargetView.Ready(url, null);
        }
        LocalModel target = model.orElseThrow(() -> new IllegalStateException("a target is checked before a run"));
        target.step();
        return target.target();
    }
}
