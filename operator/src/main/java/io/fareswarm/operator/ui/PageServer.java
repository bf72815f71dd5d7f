package io.fareswarm.operator.ui;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.staticcontent.ClasspathHandlerConfig;
import io.helidon.webserver.staticcontent.StaticContentFeature;
import org.jspecify.annotations.Nullable;

/// The running server of the page.
///
/// It responds only to requests whose `Host` is one of its own names, so that no other site's name can be bound to it, and
/// changes nothing without the header `Fareswarm-Page`, which a page of another origin cannot send. `/health` is for probes,
/// which address it by number.
public final class PageServer implements AutoCloseable {
    /// Address of the page unless another port is chosen.
    public static final int PORT = 8089;
    /// Apart from the classes, which are not served.
    private static final String FILES = "io/fareswarm/operator/ui/page";
    private static final String CHARTS = "META-INF/resources/webjars/uplot/1.6.30/dist";
    private static final int CONNECTIONS = 500;
    private static final long LARGEST_BODY = 256 << 10;
    private static final int HEAD_BYTES = 16 << 10;
    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final Duration GRACE = Duration.ofMillis(500);

    private static final HeaderName PAGE = HeaderNames.create("Fareswarm-Page");
    private static final String HEALTH = "/health";
    private static final Set<Method> SAFE = Set.of(Method.GET, Method.HEAD);
    private static final List<Header> HEADERS = List.of(
            HeaderValues.create("Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
                            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
            HeaderValues.create("X-Content-Type-Options", "nosniff"),
            HeaderValues.create("Referrer-Policy", "no-referrer"),
            HeaderValues.create("Cross-Origin-Opener-Policy", "same-origin"),
            HeaderValues.create("Cross-Origin-Resource-Policy", "same-origin"),
            HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-cache"));

    /// Strong reference: a logger that is garbage-collected loses its level.
    private static final Logger HELIDON = Logger.getLogger("io.helidon");
    /// Logs a port that is taken with stack traces. The exception of [#start] names the port.
    private static final Logger START = Logger.getLogger("io.helidon.webserver.LoomServer");

    private final WebServer server;

    private PageServer(WebServer server) {
        this.server = server;
    }

    /// Starts to serve the user of this machine.
    ///
    /// @param port 0 for any
    /// @throws IOException when the port cannot be listened on
    public static PageServer start(PageSource source, int port) throws IOException {
        return start(_ -> source, PageSettings.local(port));
    }

    /// Starts to serve.
    ///
    /// @throws IOException when the port cannot be listened on
    public static PageServer start(PageSources sources, PageSettings settings) throws IOException {
        // Helidon must not search all jars for its services, which would take a fifth of the start time.
        GlobalServiceRegistry.registry(() -> ServiceRegistryManager.create(ServiceRegistryConfig.builder()
                .discoverServices(false).discoverServicesFromServiceLoader(false).build()).registry());
        START.setLevel(Level.OFF);
        HELIDON.setLevel(Level.WARNING);
        HttpRouting.Builder routing = HttpRouting.builder()
                .addFilter((chain, request, response) -> guard(settings, chain, request, response));
        new PageRoutes(sources).addTo(routing);
        routing.get(HEALTH, (_, response) -> response.header(HeaderNames.CONTENT_TYPE, "application/json")
                .send("{\"status\":\"UP\"}")).register("/lib", content(CHARTS)).register("/", content(FILES));
        try {
            WebServer server = WebServer.builder().host(settings.address()).port(settings.port()).shutdownHook(false)
                    .featuresDiscoverServices(false).protocolsDiscoverServices(false)
                    .mediaContext(MediaContext.builder().mediaSupportsDiscoverServices(false).build())
                    .contentEncoding(ContentEncodingContext.builder().contentEncodingsDiscoverServices(false).build())
                    .addProtocol(Http1Config.builder().maxPrologueLength(HEAD_BYTES).maxHeadersSize(HEAD_BYTES).build())
                    .maxPayloadSize(LARGEST_BODY).maxTcpConnections(CONNECTIONS).maxConcurrentRequests(CONNECTIONS)
                    .idleConnectionTimeout(IDLE).shutdownGracePeriod(GRACE).routing(routing).build().start();
            if (!server.isRunning()) {
                throw new IllegalStateException("the server did not start");
            }
            return new PageServer(server);
        } catch (RuntimeException e) {
            throw new IOException("cannot listen on %s:%d; is the port taken?".formatted(settings.address(),
                    settings.port()), e);
        }
    }

    private static HttpService content(String location) {
        return StaticContentFeature.createService(ClasspathHandlerConfig.builder().location(location)
                .temporaryStorage(storage -> storage.enabled(false))
                .welcome("index.html")
                .contentTypes(Map.of("js", MediaTypes.create("text/javascript"))).build());
    }

    private static void guard(PageSettings settings, FilterChain chain, RoutingRequest request,
            RoutingResponse response) {
        HEADERS.forEach(response::header);
        String host = request.headers().first(HeaderNames.HOST).orElse("").toLowerCase(Locale.ROOT);
        String rejection = rejection(settings, request, host);
        if (rejection == null) {
            chain.proceed();
        } else {
            PageRoutes.send(response, Status.FORBIDDEN_403, rejection);
        }
    }

    private static @Nullable String rejection(PageSettings settings, RoutingRequest request, String host) {
        if (request.path().path().equals(HEALTH)) {
            return null;
        }
        if (!settings.names(host)) {
            return "expected the page's own address, such as localhost, in the header Host, found " + host;
        }
        String origin = request.headers().first(HeaderNames.ORIGIN).orElse("");
        if (!origin.isEmpty() && !origin.equals("http://" + host)
                && !origin.equals("https://" + host)) {
            return "expected a request of this page, found one of " + origin;
        }
        boolean api = request.path().path().startsWith("/api/");
        return (api || !SAFE.contains(request.prologue().method())) && !request.headers().contains(PAGE)
                ? "expected the header Fareswarm-Page, which only this page sends"
                : null;
    }

    /// Address of the page.
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.port() + "/");
    }

    @Override
    public void close() {
        server.stop();
    }
}
