package io.fareswarm.image.recording;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.fareswarm.image.BuildException;

/// A program that is being recorded, with an HTTP client for it.
///
/// @param process process of the program
/// @param output file with the program's output
/// @param client HTTP client
public record RecordedProgram(Process process, Path output, HttpClient client) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int STEP_MILLIS = 20;
    private static final Pattern ADDRESS = Pattern.compile("listening on (http://[^\\s\"]+)");

    /// A state that the program must reach in the end.
    interface ExpectedState {
        boolean holds() throws IOException, InterruptedException;
    }

    /// Waits for the output line with the program's address.
    URI address() throws IOException, InterruptedException, BuildException {
        await("a line with its address", () -> ADDRESS.matcher(Files.readString(output)).find());
        return URI.create(ADDRESS.matcher(Files.readString(output)).results().findFirst().orElseThrow().group(1));
    }

    /// Waits until a GET request gets a response with status 200.
    void awaitOk(URI uri) throws IOException, InterruptedException, BuildException {
        await("200 of " + uri, () -> {
            try {
                return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException e) {
                return false; // it does not listen yet
            }
        });
    }

    void await(String what, ExpectedState condition) throws IOException, InterruptedException, BuildException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (process.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw unexpected(what, process.isAlive()
                        ? "none in " + PATIENCE.toSeconds() + " s"
                        : "its end with status " + process.exitValue());
            }
        }
    }

    /// Sends a request and checks the status of the response.
    void expect(int status, HttpRequest.Builder request) throws IOException, InterruptedException, BuildException {
        HttpResponse<String> response = client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        if (response.statusCode() != status) {
            throw unexpected("%d to %s".formatted(status, response.uri()),
                    response.statusCode() + " " + response.body());
        }
    }

    /// Stops the program with SIGTERM, like Kubernetes. The JVM writes its recording before it exits.
    void stop() throws IOException, InterruptedException, BuildException {
        client.close();
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw unexpected("its end after SIGTERM", "it running " + PATIENCE.toSeconds() + " s later");
        }
    }

    private BuildException unexpected(String expected, String found) throws IOException {
        return new BuildException("expected of the program that is trained %s, found %s. It printed:%n%s"
                .formatted(expected, found, Files.readString(output)));
    }

    @Override
    public void close() {
        client.shutdownNow();
        process.destroyForcibly();
    }
}
