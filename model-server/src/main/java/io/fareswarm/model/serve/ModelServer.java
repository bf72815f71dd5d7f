package io.fareswarm.model.serve;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.helidon.http.media.MediaContext;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import io.fareswarm.api.TaxiRides;
import io.fareswarm.api.TrainedModel;
import io.fareswarm.api.WebAddress;
import io.fareswarm.metrics.ProcessMetrics;

/// A running HTTP server that responds to `POST /predict` with prices of a model.
public final class ModelServer {
    private static final int BACKLOG = 4096;
    /// Maximum time, when the server ends, for responses that are in progress.
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final WebServer server;
    private final Routes routes;
    private final URI uri;
    private final Thread warmUp;

    private ModelServer(WebServer server, Routes routes, URI uri, Thread warmUp) {
        this.server = server;
        this.routes = routes;
        this.uri = uri;
        this.warmUp = warmUp;
    }

    /// Starts a server. On return, the model has computed a first prediction and the server listens. The server is
    /// ready at once without warm-up, and otherwise after it.
    ///
    /// @throws IllegalStateException if the model gives no price for an ordinary ride
    /// @throws IOException if the server cannot listen on the address
    public static ModelServer start(TrainedModel model, ServerSettings settings) throws IOException {
        // Without this, Helidon searches all jars for its services, which takes a fifth of the start time.
        GlobalServiceRegistry.registry(() -> ServiceRegistryManager.create(ServiceRegistryConfig.builder()
                .discoverServices(false).discoverServicesFromServiceLoader(false).build()).registry());
        PrometheusMeterRegistry registry = ProcessMetrics.registry();
        Routes routes = routes(model, settings, registry);
        predictOnce(routes);
        WebServer server = listen(settings.host(), settings.port(), settings.limits(), routes);
        URI uri = WebAddress.http(settings.host(), server.port());
        routes.listensOn(uri.getRawAuthority());
        Thread warmUp = Thread.ofPlatform().daemon().name("warm-up").unstarted(() -> {
            ProcessMetrics.bind(registry); // here, because it would delay the first response
            if (settings.warm()) {
                warmUp(model, settings, routes);
            }
            routes.ready();
        });
        warmUp.start();
        ModelServer started = new ModelServer(server, routes, uri, warmUp);
        if (!settings.warm()) {
            started.join();
        }
        return started;
    }

    private static Routes routes(TrainedModel model, ServerSettings settings, PrometheusMeterRegistry registry) {
        return new Routes(FareFormula.of(model.weights()), model.digest(), new ServerMetrics(registry, model.digest()),
                settings.limits(), settings.proxy());
    }

    /// Starts to listen and to serve.
    ///
    /// @throws IOException if the server cannot listen on the address
    static WebServer listen(String host, int port, ServerLimits limits, Routes routes) throws IOException {
        Http1Config http = Http1Config.builder().maxPrologueLength(limits.lineBytes())
                .maxHeadersSize(limits.headBytes()).sendKeepAliveHeader(false).build();
        try {
            WebServer server = WebServer.builder().host(host).port(port).backlog(BACKLOG).shutdownHook(false)
                    .featuresDiscoverServices(false).protocolsDiscoverServices(false)
                    .concurrencyLimitDiscoverServices(false)
                    .mediaContext(MediaContext.builder().mediaSupportsDiscoverServices(false).build())
                    .contentEncoding(AnyContentCoding.create())
                    // A selector, because Helidon looks protocols up by service loaders, which takes a tenth of the start time.
                    .addConnectionSelector(Http1ConnectionSelector.builder().config(http).build())
                    .useNio(false) // halves the buffers of a connection
                    .connectionOptions(options -> options.tcpNoDelay(true)).maxPayloadSize(limits.bodyBytes())
                    .maxTcpConnections(limits.connections()).maxConcurrentRequests(limits.requests())
                    .idleConnectionTimeout(limits.idle()).idleConnectionPeriod(limits.idle().dividedBy(4))
                    .shutdownGracePeriod(GRACE).directHandlers(routes.refusals()).routing(routes.routing()).build()
                    .start();
            if (!server.isRunning()) {
                throw new IllegalStateException("the server did not start");
            }
            return server;
        } catch (RuntimeException e) { // includes the failure to resolve a host name
            throw new IOException("cannot listen on %s:%d; is the port taken, and the address this machine's?"
                    .formatted(host, port), e);
        }
    }

    private static void warmUp(TrainedModel model, ServerSettings settings, Routes routes) {
        try {
            // The warm-up has a registry of its own, so its requests do not count.
            WarmUp.run(routes(model, settings, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)), TaxiRides.SAMPLE,
                    routes::isStopping);
        } catch (IOException e) {
            System.getLogger(ModelServer.class.getName()).log(System.Logger.Level.WARNING, "serves without a warm-up",
                    e);
        }
    }

    private static void predictOnce(Routes routes) {
        Response response = routes
                .price(new PredictBody(TaxiRides.SAMPLE.getBytes(StandardCharsets.US_ASCII), "application/json"));
        if (response.status() != 200) {
            throw new IllegalStateException("expected a price for an ordinary ride, found "
                    + new String(response.body(), StandardCharsets.UTF_8) + "; train the model again");
        }
    }

    /// The address on which the server listens.
    public URI uri() {
        return uri;
    }

    /// Stops without dropping a request. Readiness ends at once, and each further response closes its connection. The
    /// server waits until no request has arrived for the time `quiet`, or until `limit` is over. Then it closes idle
    /// connections, sends the responses in progress, and ends.
    ///
    /// @param quiet time without requests to wait for
    /// @param limit maximum time to wait for it
    public void stop(Duration quiet, Duration limit) throws InterruptedException {
        routes.stopping();
        long end = System.nanoTime() + limit.toNanos();
        while (server.isRunning() && routes.quietNanos() < quiet.toNanos() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        server.stop();
        join(); // an exit while the thread loads classes could leave a broken class archive
    }

    private void join() {
        try {
            warmUp.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
