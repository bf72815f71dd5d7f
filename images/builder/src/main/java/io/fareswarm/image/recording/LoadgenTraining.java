package io.fareswarm.image.recording;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;

import io.fareswarm.image.BuildException;
import io.fareswarm.logging.ProgramLog;
import io.fareswarm.protocol.WorkerProtocol;

/// Training of the worker. The worker warms up with a run, its reports and TLS, and then gets the calls of an operator and a
/// scraper.
final class LoadgenTraining implements AotTraining {
    private static final String TOKEN = "training";

    @Override
    public void train(Recording recording) throws IOException, InterruptedException, BuildException {
        try (RecordedProgram program = recording.start(Map.of(WorkerProtocol.TOKEN_VARIABLE, TOKEN, ProgramLog.FORMAT,
                ProgramLog.JSON), "--port", "0", "--tls")) {
            URI address = program.address();
            program.awaitOk(address.resolve(WorkerProtocol.HEALTH));
            program.expect(200, HttpRequest.newBuilder(address.resolve(WorkerProtocol.REPORT + "?after=-1"))
                    .header("Authorization", "Bearer " + TOKEN));
            program.expect(200, HttpRequest.newBuilder(address.resolve(WorkerProtocol.METRICS))
                    .header("Accept", "application/openmetrics-text"));
            program.stop();
        }
    }
}
