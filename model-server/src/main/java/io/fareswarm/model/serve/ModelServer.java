package io.fareswarm.model.serve;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.management.NotificationEmitter;

import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import io.fareswarm.api.TaxiRides;
import io.fareswarm.api.TrainedModel;
import io.fareswarm.metrics.ProcessMetrics;

/// A running HTTP server that answers `POST /predict` with a model's prices.
public final class ModelServer {
    private static final int BACKLOG = 4096;
    /// Maximum time for responses that are in progress when the server ends.
    private static final Duration GRACE = Duration.ofSeconds(5);
    /// Bytes; the live objects of a server without connections take half of it.
    private static final long OLD_GENERATION = 16 << 20;

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

    /// Starts to serve; when this returns, the model has answered a first prediction and the server listens. It is ready
    /// at once, or when it is warm.
    ///
    /// @throws IllegalStateException when the model cannot price an ordinary ride
    /// @throws IOException when the address cannot be listened on
    public static ModelServer start(TrainedModel model, ServerSettings settings) throws IOException {
        // Helidon must not search all jars for its services, which would take a fifth of the start time.
        GlobalServiceRegistry.registry(() -> ServiceRegistryManager.create(ServiceRegistryConfig.builder()
                .discoverServices(false).discoverServicesFromServiceLoader(false).build()).registry());
        PrometheusMeterRegistry registry = ProcessMetrics.registry();
        Routes routes = routes(model, settings, registry);
        predictOnce(routes);
        WebServer server = listen(settings.host(), settings.port(), settings.limits(), routes);
        String authority = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        URI uri = URI.create("http://%s:%d".formatted(authority, server.port()));
        routes.listensOn(uri.getRawAuthority());
        Thread warmUp = Thread.ofPlatform().daemon().name("warm-up").unstarted(() -> {
            ProcessMetrics.bind(registry); // not before the first response, which it would delay
            collectOldGeneration();
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
                settings.limits());
    }

    /// Listens and serves.
    ///
    /// @throws IOException when the address cannot be listened on
    static WebServer listen(String host, int port, ServerLimits limits, Routes routes) throws IOException {
        Http1Config http = Http1Config.builder().maxPrologueLength(limits.lineBytes())
                .maxHeadersSize(limits.headBytes()).sendKeepAliveHeader(false).build();
        try {
            WebServer server = WebServer.builder().host(host).port(port).backlog(BACKLOG).shutdownHook(false)
                    .featuresDiscoverServices(false).protocolsDiscoverServices(false)
                    .mediaContext(MediaContext.builder().mediaSupportsDiscoverServices(false).build())
                    .contentEncoding(ContentEncodingContext.builder().contentEncodingsDiscoverServices(false).build())
                    .addProtocol(http)
                    .useNio(false) // half of the buffers of a connection
                    .connectionOptions(options -> options.tcpNoDelay(true)).maxPayloadSize(limits.bodyBytes())
                    .maxTcpConnections(limits.connections()).maxConcurrentRequests(limits.requests())
                    .idleConnectionTimeout(limits.idle()).idleConnectionPeriod(limits.idle().dividedBy(4))
                    .shutdownGracePeriod(GRACE).directHandlers(routes.refusals()).routing(routes.routing()).build()
                    .start();
            if (!server.isRunning()) {
                throw new IllegalStateException("the server did not start");
            }
            return server;
        } catch (RuntimeException e) { // also for a name without an address
            throw new IOException("cannot listen on %s:%d; is the port taken, and the address this machine's?"
                    .formatted(host, port), e);
        }
    }

    /// Collects the old generation when it has grown, long before it is full. Helidon's reader links the buffers of a
    /// connection in a list, so that one dead buffer in the old generation keeps all later ones from a young collection.
    private static void collectOldGeneration() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals("Tenured Gen")) {
                pool.setUsageThreshold(OLD_GENERATION);
            }
        }
        // Once: it fires when the threshold is crossed, not while what is alive stays above it.
        ((NotificationEmitter) ManagementFactory.getMemoryMXBean()).addNotificationListener((_, _) -> System.gc(),
                event -> event.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED), null);
    }

    private static void warmUp(TrainedModel model, ServerSettings settings, Routes routes) {
        try {
            // What it counts is lost with its registry.
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

    /// Where it listens.
    public URI uri() {
        return uri;
    }

    /// Stops without dropping a request: readiness ends at once, and every further response closes its connection. When no
    /// request has come for a while, or the limit is over, idle connections are closed, requests under way are answered,
    /// and the server ends.
    ///
    /// @param quiet how long no request may have come
    /// @param limit how long requests may keep the server
    public void stop(Duration quiet, Duration limit) throws InterruptedException {
        routes.stopping();
        long end = System.nanoTime() + limit.toNanos();
        while (server.isRunning() && routes.quietNanos() < quiet.toNanos() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        server.stop();
        join(); // a process that ends while a thread of its own loads classes may leave a broken archive of them
    }

    private void join() {
        try {
            warmUp.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
