package io.fareswarm.model.serve;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.helidon.common.uri.UriPath;
import io.helidon.http.BadRequestException;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;

import io.fareswarm.model.json.PythonFloat;

/// Routes of the server. Each response has the model's digest in a header, and is counted before it is sent. While the
/// server stops, each response closes its connection.
final class Routes {
    static final String PREDICT = "/predict";
    private static final String READ = "GET, HEAD";
    /// The paths that respond like FastAPI, with the methods of each.
    static final Map<String, String> PATHS = Map.of(PREDICT, "POST", "/metrics", READ, "/health/started", READ,
            "/health/live", READ, "/health/ready", READ, "/openapi.json", READ, "/docs", READ);
    /// Helidon accepts a header with an empty name.
    private static final HeaderName NAMELESS = HeaderNames.create("");
    private static final Response UP = Response.json(200, "{\"status\":\"UP\"}");
    private static final Response DOWN = Response.json(503, "{\"status\":\"DOWN\"}");

    private final FareFormula fare;
    private final ServerMetrics metrics;
    private final OpenInference inference;
    private final BodyReader bodies;
    private final Header digest;
    private final ServerLimits limits;
    private final ReverseProxy proxy;
    private volatile String address = "localhost";
    private volatile boolean ready;
    private volatile boolean stopping;
    private volatile long lastRequest = System.nanoTime() - Duration.ofDays(1).toNanos();

    Routes(FareFormula fare, String digest, ServerMetrics metrics, ServerLimits limits, ReverseProxy proxy) {
        this.fare = fare;
        this.metrics = metrics;
        this.limits = limits;
        this.proxy = proxy;
        this.digest = HeaderValues.createCached(HeaderNames.create("X-Model-Digest"), digest);
        inference = new OpenInference(fare, digest, metrics);
        bodies = new BodyReader(limits);
    }

    /// Sets host and port for redirects of requests without a valid `Host`.
    void listensOn(String own) {
        address = own;
    }

    /// Makes the server ready.
    void ready() {
        ready = true;
    }

    /// Makes the server not ready and closes each connection with its next response.
    void stopping() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    boolean isReady() {
        return ready && !stopping;
    }

    /// Whether the warm-up is over. A server that stops is not ready, but it still responds.
    boolean isWarm() {
        return ready;
    }

    /// Nanoseconds since the last request, without probes and scrapes; at least a day before the first request.
    long quietNanos() {
        return System.nanoTime() - lastRequest;
    }

    /// Responses to requests that reach no route, or whose route fails.
    DirectHandlers refusals() {
        return new ErrorResponses(metrics, digest, limits, proxy).handlers();
    }

    /// All routes.
    @SuppressWarnings("ThreadPriorityCheck") // fairness and speed, not correctness
    HttpRouting.Builder routing() {
        HttpRouting.Builder routing = HttpRouting.builder();
        if (!proxy.rootPath().isEmpty()) {
            routing.addFilter((chain, request, _) -> {
                HttpPrologue prologue = request.prologue();
                String path = prologue.uriPath().rawPath();
                String own = proxy.withoutPrefix(path);
                if (!own.equals(path)) {
                    request.prologue(prologue.withUriPath(UriPath.create(own)));
                }
                chain.proceed();
            });
        }
        routing.addFilter((chain, request, response) -> {
            String path = request.prologue().uriPath().rawPath();
            if (!path.startsWith("/health/") && !path.equals("/metrics")) { // probes and scrapes go on until the end
                lastRequest = System.nanoTime();
            }
            response.header(digest);
            if (stopping) {
                response.header(HeaderValues.CONNECTION_CLOSE);
            }
            if (request.prologue().fragment().hasValue() || request.headers().contains(NAMELESS)) {
                throw new BadRequestException("expected a request target without a fragment, and headers with names");
            }
            chain.proceed();
            if (response.headers().contains(HeaderNames.CONNECTION)) {
                throw new CloseConnectionException("the response has a header connection"); // Helidon leaves closing to the client
            }
            // Virtual threads have no time slices. While other threads run, this connection's next request arrives.
            // Reading it then needs no wait, which saves a tenth of a request's CPU time under load.
            Thread.yield();
        });
        route(routing, PREDICT, this::predict);
        route(routing, "/metrics", (request, _) -> metrics
                .page(request.headers().first(HeaderNames.ACCEPT).orElse("")));
        route(routing, "/health/started", (_, _) -> UP);
        route(routing, "/health/live", (_, _) -> UP);
        route(routing, "/health/ready", (_, _) -> isReady() ? UP : DOWN);
        route(routing, "/openapi.json", (_, _) -> DocPages.openApi(proxy.rootPath()));
        route(routing, "/docs", (_, _) -> DocPages.DOCS);
        inference.routing(routing, this);
        return routing.any(handler((request, _) -> redirect(request)));
    }

    private void route(HttpRouting.Builder routing, String path, RouteHandler route) {
        String methods = String.valueOf(PATHS.get(path));
        Handler other = handler((_, _) -> Response.detail(405, "Method Not Allowed")
                .with(HeaderValues.create(HeaderNames.ALLOW, methods)));
        routing.route(accepts(methods), new RequestPath.Exact(path), handler(route));
        routing.route(_ -> true, new RequestPath.Exact(path), other);
    }

    /// Matcher of the methods in a list that has the format of the header `allow`.
    static Predicate<Method> accepts(String methods) {
        Set<String> accepted = Set.of(methods.split(", "));
        return method -> accepted.contains(method.text());
    }

    /// Creates a handler that reads the request's body, computes the route's response, counts and sends it.
    Handler handler(RouteHandler route) {
        return handler(route, false);
    }

    /// The same for the Open Inference Protocol, whose bodies may be compressed.
    Handler inferenceHandler(RouteHandler route) {
        return handler(route, true);
    }

    private Handler handler(RouteHandler route, boolean decodes) {
        return (request, response) -> {
            try (BodyReader.BufferedBody body = bodies.read(request)) {
                Response made = respond(route, request, body, decodes);
                body.reserve(made.body().length);
                metrics.count(request.prologue().method().text(), request.prologue().uriPath().rawPath(),
                        made.status());
                made.send(request, response);
            }
        };
    }

    private static Response respond(RouteHandler route, ServerRequest request, BodyReader.BufferedBody body,
            boolean decodes) {
        try {
            if (decodes) {
                body.decode(String.join(", ", request.headers().all(HeaderNames.CONTENT_ENCODING, List::of)));
            }
            return body.oneAtATime(bytes -> route.respond(request, bytes));
        } catch (InferenceError error) {
            return error.response();
        }
    }

    private Response predict(ServerRequest request, byte[] body) {
        long start = System.nanoTime();
        Response response = price(new PredictBody(body, request.headers().first(HeaderNames.CONTENT_TYPE).orElse("")));
        metrics.predicted(response.status(), System.nanoTime() - start);
        return response;
    }

    /// The response to a prediction request.
    Response price(PredictBody body) {
        ValidationResult result = body.validate();
        if (result instanceof ValidationResult.Accepted(Coordinates ride)) { // a type switch makes the start 20 ms slower
            double price = fare.price(ride);
            if (Double.isFinite(price)) {
                return Response.json(200, "{\"price\":" + PythonFloat.repr(price) + '}');
            }
            result = RideValidation.priceNotFinite(ride);
        }
        ValidationResult.Invalid rejected = (ValidationResult.Invalid) result;
        return Response.json(rejected.status(), rejected.body());
    }

    /// Redirects a path that is known except for additional slashes at its end to the known path.
    private Response redirect(ServerRequest request) {
        String path = RequestPath.decode(request.prologue().uriPath().rawPath());
        String known = path.replaceFirst("/++$", "");
        if (known.length() == path.length() || !PATHS.containsKey(known)) {
            return Response.detail(404, "Not Found");
        }
        String location = RequestPath.location(proxy.scheme(request),
                request.headers().first(HeaderNames.HOST).orElse(""), address, proxy.rootPath() + known,
                request.prologue().query().rawValue());
        return new Response(307, new byte[0], List.of(HeaderValues.create(HeaderNames.LOCATION, location)));
    }
}
