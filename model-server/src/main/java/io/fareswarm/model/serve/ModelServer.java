package io.fareswarm.model.serve;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1ConnectionSelector;

import io.fareswarm.api.TrainedModel;

/// A running HTTP server that answers `POST /predict` with a model's prices.
public final class ModelServer {
    /// A ride takes 250 bytes.
    private static final int MAX_BODY = 1 << 20;
    private static final int MAX_CONNECTIONS = 20_000;
    private static final Duration IDLE = Duration.ofMinutes(5);
    /// How long an answer under way may still take when the connections' time is over.
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);
    private static final String SAMPLE = """
            {"id":"a","pickup_datetime":"2016-02-29 23:59:59","pickup_longitude":-74.0,"pickup_latitude":40.7,\
            "dropoff_longitude":-73.9,"dropoff_latitude":40.8,"passenger_count":1}""";

    /// Kept, as a logger that nobody holds forgets its level. At INFO Helidon tells of each start and stop.
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    /// Logs a failed start with its stack, which [#start] reports.
    private static final Logger HELIDON_STARTS = Logger.getLogger("io.helidon.webserver.LoomServer");

    private final WebServer server;
    private final Connections connections;
    private final Endpoints endpoints;
    private final URI uri;

    private ModelServer(WebServer server, Connections connections, Endpoints endpoints, URI uri) {
        this.server = server;
        this.connections = connections;
        this.endpoints = endpoints;
        this.uri = uri;
    }

    /// Starts to serve; when this returns, the model has answered a first prediction and the server is ready.
    ///
    /// @param host name or address to listen on
    /// @param port 0 takes a free one
    /// @throws IllegalStateException when the model cannot price an ordinary ride
    /// @throws IOException when the address cannot be listened on
    public static ModelServer start(TrainedModel model, String host, int port) throws IOException {
        HELIDON.setLevel(Level.WARNING);
        HELIDON_STARTS.setLevel(Level.OFF);
        Metrics metrics = new Metrics(model.digest());
        Endpoints endpoints = new Endpoints(Fare.of(model.weights()), metrics);
        predictOnce(endpoints);
        Connections connections = new Connections(Http1ConnectionSelector.builder()
                .config(http -> http.sendKeepAliveHeader(false)).build());
        WebServer server = WebServer.builder().host(host).port(port).shutdownHook(false)
                .protocolsDiscoverServices(false).addConnectionSelector(connections)
                .directHandlers(TransportErrors.handlers(metrics))
                .maxPayloadSize(MAX_BODY).maxTcpConnections(MAX_CONNECTIONS).idleConnectionTimeout(IDLE)
                .shutdownGracePeriod(LAST_ANSWERS).routing(routing -> routing.any(endpoints)).build().start();
        if (!server.isRunning()) { // Helidon tells only its log
            throw new IOException("cannot listen on %s:%d; is the port taken, and the address this machine's?"
                    .formatted(host, port));
        }
        endpoints.ready();
        return new ModelServer(server, connections, endpoints,
                URI.create("http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, server.port())));
    }

    private static void predictOnce(Endpoints endpoints) {
        byte[] ride = SAMPLE.getBytes(StandardCharsets.US_ASCII);
        Answer answer = endpoints
                .price(new Body(Arrays.copyOf(ride, ride.length + PlainRide.SLACK), ride.length, Answer.JSON));
        if (answer.status() != 200) {
            throw new IllegalStateException("expected a price for an ordinary ride, found "
                    + new String(answer.body(), StandardCharsets.UTF_8) + "; train the model again");
        }
    }

    /// Where it listens.
    public URI uri() {
        return uri;
    }

    /// Stops without dropping a request: readiness ends at once, every further answer closes its connection, and when
    /// none is open any more, or the limit is over, the server ends.
    ///
    /// @param limit how long idle connections may keep the server
    public void stop(Duration limit) throws InterruptedException {
        endpoints.stopping();
        connections.awaitNone(limit);
        server.stop();
    }
}
