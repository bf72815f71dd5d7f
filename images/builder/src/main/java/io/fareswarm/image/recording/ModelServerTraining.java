package io.fareswarm.image.recording;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.fareswarm.api.TaxiRides;
import io.fareswarm.image.BuildException;
import io.fareswarm.logging.ProgramLog;
import io.fareswarm.modelfile.ModelDocument;

/// Training of the model server. It serves a model of given weights. It does not train one: the JVM loads all classes of
/// its cache at each start, so the classes of the trainer would delay each server's first response by a tenth. Without
/// them, a training takes 0.2 s longer.
final class ModelServerTraining implements AotTraining {
    private static final List<Double> WEIGHTS = List.of(147.18, 77.07, 6.39);
    private static final int PREDICTIONS = 200;

    @Override
    public void train(Recording recording) throws IOException, InterruptedException, BuildException {
        Path model = recording.folder().resolve("model.json");
        Files.writeString(model, ModelDocument.of(ModelDocument.given(WEIGHTS, Instant.EPOCH)).toString());
        try (RecordedProgram program = recording.start(Map.of(ProgramLog.FORMAT, ProgramLog.JSON), "serve",
                "--model=" + model, "--port=0")) {
            URI address = program.address();
            for (String path : new String[]{"/health/started", "/health/live", "/health/ready"}) {
                program.awaitOk(address.resolve(path));
            }
            for (int i = 0; i < PREDICTIONS; i++) {
                program.expect(200, predict(address, TaxiRides.SAMPLE));
                program.expect(422, predict(address, "{}"));
            }
            for (String path : new String[]{"/metrics", "/openapi.json", "/v2/models/fare"}) {
                program.expect(200, HttpRequest.newBuilder(address.resolve(path)));
            }
            program.stop();
        }
    }

    private static HttpRequest.Builder predict(URI address, String ride) {
        return HttpRequest.newBuilder(address.resolve("/predict")).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(ride));
    }
}
