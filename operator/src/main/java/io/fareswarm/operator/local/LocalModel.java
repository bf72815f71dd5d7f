package io.fareswarm.operator.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Condition;
import io.fareswarm.api.FareModel;
import io.fareswarm.api.FareModelSpec;
import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.Serving;
import io.fareswarm.api.SyntheticSource;
import io.fareswarm.api.TaxiRides;
import io.fareswarm.api.TrainedModel;
import io.fareswarm.api.Training;
import io.fareswarm.modelfile.ModelDocument;
import io.fareswarm.operator.model.ModelDecision;
import io.fareswarm.operator.model.ModelLifecycle;
import io.fareswarm.operator.model.ModelObservation;
import io.fareswarm.operator.model.ModelObservation.FareModelView;
import io.fareswarm.operator.model.ModelObservation.Servers;
import io.fareswarm.operator.model.ModelObservation.ServingView;
import io.fareswarm.operator.model.ModelObservation.TrainingView;
import io.fareswarm.operator.model.ModelReason;
import io.fareswarm.operator.run.TargetView;
import io.fareswarm.protocol.Route;

/// One FareModel on this machine: one training process, then one server process. `serving.replicas` is ignored.
final class LocalModel implements AutoCloseable {
    private static final Set<String> FINAL_FAILURES = Set.of(ModelReason.TrainingFailed.name(),
            ModelReason.ServersFailed.name());
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

    private final FareModel resource;
    private final String name;
    private final FareModelSpec spec;
    private final @Nullable LocalRides data;
    private final LocalMachine machine;
    private @Nullable FareModelStatus status;
    private @Nullable ChildProcess trainer;
    private @Nullable ChildProcess server;
    private @Nullable String servedDigest;
    private boolean predicted;

    /// @param data rides to train on in place of the manifest's source; null for the manifest's own
    LocalModel(FareModel model, @Nullable LocalRides data, LocalMachine machine) {
        this.resource = model;
        this.name = DisplayName.of(model);
        FareModelSpec original = model.getSpec();
        this.spec = new FareModelSpec(original.training(),
                new Serving(1, original.serving().resources(), original.serving().pod()));
        this.data = data;
        this.machine = machine;
    }

    String name() {
        return name;
    }

    FareModel resource() {
        return resource;
    }

    /// The training's source, for a message: `on rides.csv`.
    String source() {
        if (data != null) {
            return "on " + data.name();
        }
        SyntheticSource synthetic = spec.training().synthetic();
        return synthetic == null
                ? "with the weights of its manifest"
                : "on %,d synthetic rides".formatted(synthetic.rows());
    }

    /// Observes, decides and applies once.
    ///
    /// @return the status afterwards
    FareModelStatus step() throws IOException, InterruptedException {
        ModelDecision decision = ModelLifecycle
                .decide(new ModelObservation(new FareModelView(1, spec, status), training(), serving(), List.of(),
                        machine.time().instant()));
        status = decision.status();
        switch (decision) {
            case ModelDecision.NoAction _,ModelDecision.CleanUp _ -> {
            }
            case ModelDecision.TrainModel _ ->
                trainer = new ChildProcess(trainCommand(), Map.of(), machine.output().log("train-" + name));
            case ModelDecision.ServeModel(_, TrainedModel model) when !model.digest().equals(servedDigest) -> {
                server = new ChildProcess(
                        machine.installation().command(Installation.MODEL_SERVER, "serve", "--model",
                                modelFile().toString(), "--port", "0",
                                "--until-stdin-closes"),
                        Map.of(), machine.output().log("model-" + name));
                servedDigest = model.digest();
            }
            case ModelDecision.ServeModel _ -> {
                // Its server starts.
            }
        }
        return decision.status();
    }

    /// Reason why the model will never be available; null while it still can.
    @Nullable
    String problem() {
        return status == null || status.conditions() == null
                ? null
                : status.conditions().stream().filter(condition -> FINAL_FAILURES.contains(condition.reason()))
                        .map(Condition::message).findFirst().orElse(null);
    }

    /// The model as a LoadTest's target: ready since its first prediction.
    TargetView target() {
        return predicted && status != null && status.url() != null
                ? new TargetView.Ready(status.url(), servedDigest, 1, Route.OWN)
                : new TargetView.NotReady("FareModel " + name + " is not available");
    }

    /// The server's own count of predictions; empty when the server does not respond.
    Optional<PredictionCounts> counts() throws InterruptedException {
        URI address = server == null || !server.alive() ? null : server.address();
        try {
            return address == null ? Optional.empty() : Optional.of(PredictionCounts.of(machine.http(), address));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Whether the training ended because its input cannot be used.
    boolean isInputRejected() {
        return trainer != null && !trainer.alive() && trainer.status() == ExitStatus.BAD_INPUT.code();
    }

    @Override
    public void close() {
        if (trainer != null) {
            trainer.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private List<String> trainCommand() throws IOException {
        Training training = spec.training();
        List<String> arguments = new ArrayList<>(List.of("train", "--until-stdin-closes", "--out",
                modelFile().toString()));
        if (data != null) {
            arguments.addAll(List.of("--data", data.file().toString()));
            if (training.csv() != null) {
                arguments.addAll(List.of("--max-rows", Long.toString(training.csv().maxRows())));
            }
        } else if (training.synthetic() != null) {
            arguments.addAll(List.of("--synthetic", Integer.toString(training.synthetic().rows()), "--seed",
                    Long.toString(training.synthetic().seed())));
        } else if (training.weights() != null) {
            List<Double> weights = training.weights();
            arguments.add("--weights=" + weights.get(0) + "," + weights.get(1) + "," + weights.get(2));
        } else {
            throw new IllegalStateException("a CSV without a file is rejected before anything starts");
        }
        return machine.installation().command(Installation.MODEL_SERVER, arguments.toArray(String[]::new));
    }

    private TrainingView training() throws IOException {
        if (trainer == null) {
            return new TrainingView.NotStarted();
        }
        if (trainer.alive()) {
            return new TrainingView.Running("");
        }
        return trainer.status() == 0
                ? new TrainingView.Succeeded(ModelDocument.read(Files.readAllBytes(modelFile())))
                : new TrainingView.Failed(data == null ? trainer.lastError() : data.named(trainer.lastError()));
    }

    private ServingView serving() throws InterruptedException {
        if (server == null) {
            return ServingView.NONE;
        }
        URI address = server.address();
        String ended = server.ended();
        if (ended == null && address != null && !predicted) {
            predicted = predicts(address);
        }
        boolean responds = ended == null && predicted;
        return new ServingView(true, servedDigest, address == null ? null : address.toString(),
                new Servers(1, responds ? 1 : 0, responds, null), ended);
    }

    private boolean predicts(URI address) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/predict")).timeout(PROBE_TIMEOUT)
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(TaxiRides.SAMPLE)).build();
        try {
            return machine.http().send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private Path modelFile() {
        return machine.output().temporary("model-" + name + ".json");
    }
}
