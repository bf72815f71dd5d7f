package io.fareswarm.model.serve;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;

/// Tests of a running server, each with a server and a connection of its own.
abstract class RunningServerTest {
    /// Version of the served model: the beginning of its digest.
    static final String DIGEST = "5485ccc789cc";

    final ModelServer server = ModelServer.start(FastApiCorpusTest.PUBLISHED,
            new ServerSettings("127.0.0.1", 0, false, ServerLimits.DEFAULT));
    final RawClient client = new RawClient(server.uri());
    final ObjectMapper mapper = new ObjectMapper();

    RunningServerTest() throws IOException {}

    @AfterEach
    void stop() throws InterruptedException, IOException {
        client.close();
        server.stop(Duration.ZERO, Duration.ZERO);
    }

    RawClient.Response get(String path) throws IOException {
        return client.send("GET", path, Map.of(), null);
    }
}
