package io.fareswarm.image.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import io.fareswarm.api.TaxiRides;
import io.fareswarm.image.BuildException;
import io.fareswarm.logging.ProgramLog;

/// Training of the model server. It trains a model on a file of rides and serves it, in one process, because both
/// commands share one cache.
final class ModelServerTraining implements AotTraining {
    private static final int ROWS = 20_000;
    private static final int PREDICTIONS = 200;

    @Override
    public void train(Recording recording) throws IOException, InterruptedException, BuildException {
        Path rides = recording.folder().resolve("rides.csv.gz");
        write(rides);
        try (RecordedProgram program = recording.start(Map.of(ProgramLog.FORMAT, ProgramLog.JSON), "train",
                "--data=" + rides, "--out=model.json",
                "--termination-log=termination-log", "serve", "--model=model.json", "--port=0")) {
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

    private static void write(Path file) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file));
                PrintWriter writer = new PrintWriter(out, false, StandardCharsets.US_ASCII)) {
            writer.println("key,fare_amount,pickup_datetime,pickup_longitude,pickup_latitude,"
                    + "dropoff_longitude,dropoff_latitude,passenger_count");
            for (int i = 0; i < ROWS; i++) {
                double east = i % 97 / 970.0;
                double north = i % 89 / 890.0;
                writer.printf("2015-01-27 13:08:24.%d,%.2f,2015-01-27 13:08:24 UTC,%.6f,%.6f,%.6f,%.6f,1%n", i,
                        5 + 150 * east + 80 * north, -74.0, 40.7, -74.0 + east, 40.7 + north);
            }
        }
    }
}
