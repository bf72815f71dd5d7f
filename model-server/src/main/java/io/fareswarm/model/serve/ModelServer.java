package io.fareswarm.model.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.fareswarm.api.TrainedModel;
import io.fareswarm.model.http.Answer;
import io.fareswarm.model.http.HttpServer;

/// A running HTTP server that answers `POST /predict` with a model's prices.
public final class ModelServer {
    private static final String SAMPLE = """
            {"id":"a","pickup_datetime":"2016-02-29 23:59:59","pickup_longitude":-74.0,"pickup_latitude":40.7,\
            "dropoff_longitude":-73.9,"dropoff_latitude":40.8,"passenger_count":1}""";

    private final HttpServer server;
    private final Endpoints endpoints;
    private final URI uri;

    private ModelServer(HttpServer server, Endpoints endpoints, URI uri) {
        this.server = server;
        this.endpoints = endpoints;
        this.uri = uri;
    }

    /// Starts to serve; when this returns, the model has answered a first prediction and the server listens. It is ready
    /// at once, or when it is warm.
    ///
    /// @throws IllegalStateException when the model cannot price an ordinary ride
    /// @throws IOException when the address cannot be listened on
    public static ModelServer start(TrainedModel model, Settings settings) throws IOException {
        String authority = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        Endpoints endpoints = endpoints(model);
        predictOnce(endpoints);
        HttpServer server;
        try {
            server = HttpServer.start(new InetSocketAddress(settings.host(), settings.port()), endpoints,
                    settings.limits(), "x-model-digest: " + model.digest() + "\r\n", settings.threads());
        } catch (IOException | RuntimeException e) { // a name without an address is the latter
            throw new IOException("cannot listen on %s:%d; is the port taken, and the address this machine's?"
                    .formatted(settings.host(), settings.port()), e);
        }
        if (settings.warm()) {
            Thread.ofPlatform().daemon().name("warm-up").start(() -> warmUp(endpoints(model), endpoints));
        } else {
            endpoints.ready();
        }
        URI uri = URI.create("http://%s:%d".formatted(authority, server.port()));
        endpoints.listensOn(uri.getRawAuthority());
        return new ModelServer(server, endpoints, uri);
    }

    private static Endpoints endpoints(TrainedModel model) {
        return new Endpoints(Fare.of(model.weights()), model.digest(), new Metrics(model.digest()));
    }

    private static void warmUp(Endpoints rehearsing, Endpoints endpoints) {
        try {
            WarmUp.run(rehearsing, SAMPLE);
        } catch (IOException e) {
            System.getLogger(ModelServer.class.getName()).log(System.Logger.Level.WARNING, "serves without a warm-up",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endpoints.ready();
    }

    private static void predictOnce(Endpoints endpoints) {
        Answer answer = endpoints.price(Body.of(SAMPLE.getBytes(StandardCharsets.US_ASCII), Answer.JSON));
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
    /// none is open any more and none waits, or the limit is over, the server ends.
    ///
    /// @param limit how long idle connections may keep the server
    public void stop(Duration limit) throws InterruptedException {
        endpoints.stopping();
        server.stop(limit);
    }
}
