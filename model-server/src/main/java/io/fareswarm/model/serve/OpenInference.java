package io.fareswarm.model.serve;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.PathMatchers;
import io.helidon.webserver.http.HttpRules;

/// Routes of the Open Inference Protocol, version 2, over HTTP. The only model is `fare`; its version is the beginning
/// of its digest. The inputs are one tensor for each coordinate; the output is one tensor of prices.
final class OpenInference {
    /// The paths of the protocol as templates.
    static final Set<String> TEMPLATES = Set.of("/v2", "/v2/health/live", "/v2/health/ready", "/v2/models/{model}",
            "/v2/models/{model}/ready", "/v2/models/{model}/infer");
    private static final String MODEL = "fare";
    private static final int VERSION_LENGTH = 12;
    private static final Pattern MODEL_PATH = Pattern.compile("/v2/models/[^/]+(?:/versions/[^/]+)?(/ready|/infer)?");
    private final FareFormula fare;
    private final String version;
    private final ServerMetrics metrics;

    OpenInference(FareFormula fare, String digest, ServerMetrics metrics) {
        this.fare = fare;
        this.metrics = metrics;
        version = digest.substring(0, Math.min(VERSION_LENGTH, digest.length()));
    }

    /// The template of a path, for the labels of metrics.
    static String template(String path) {
        Matcher matcher = MODEL_PATH.matcher(path);
        if (matcher.matches()) {
            return "/v2/models/{model}" + (matcher.group(1) == null ? "" : matcher.group(1));
        }
        return path.equals("/v2/") ? "/v2" : path;
    }

    /// Adds the routes of the protocol.
    void routing(HttpRules rules, Routes routes) {
        String model = "/v2/models/{model}[/versions/{version}]";
        get(rules, routes, "/v2[/]", (_, _) -> Response.json(200,
                "{\"name\":\"fareswarm\",\"version\":\"%s\",\"extensions\":[]}".formatted(serverVersion())));
        get(rules, routes, "/v2/health/live", (_, _) -> Response.json(200, "{\"live\":true}"));
        get(rules, routes, "/v2/health/ready",
                (_, _) -> ready(routes, "{\"ready\":%b}".formatted(routes.isReady())));
        get(rules, routes, model, ofModel((_, _) -> Response.json(200, metadata())));
        get(rules, routes, model + "/ready", ofModel((_, _) -> ready(routes,
                "{\"name\":\"%s\",\"ready\":%b}".formatted(MODEL, routes.isReady()))));
        route(rules, routes, model + "/infer", "POST", ofModel((_, body) -> Response.json(200, infer(body))));
        rules.any("/v2/*", routes.handler((_, _) -> new InferenceError(404,
                "unknown path; expected one of the Open Inference Protocol, version 2").response()));
    }

    private static void get(HttpRules rules, Routes routes, String pattern, Endpoint endpoint) {
        route(rules, routes, pattern, "GET, HEAD", endpoint);
    }

    private static void route(HttpRules rules, Routes routes, String pattern, String methods, Endpoint endpoint) {
        rules.route(Routes.accepts(methods), PathMatchers.create(pattern), routes.handler(endpoint));
        rules.any(pattern, routes.handler((_, _) -> new InferenceError(405,
                "expected " + methods.replace(", HEAD", "")).response()
                .with(HeaderValues.create(HeaderNames.ALLOW, methods))));
    }

    private static Response ready(Routes routes, String body) {
        return Response.json(routes.isReady() ? 200 : 503, body);
    }

    private static String serverVersion() {
        String version = OpenInference.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /// Wraps an endpoint so that it responds only for the served model, and only for the served version if the path has
    /// one.
    private Endpoint ofModel(Endpoint endpoint) {
        return (request, body) -> {
            var parameters = request.path().pathParameters();
            if (!parameters.get("model").equals(MODEL)
                    || !parameters.first("version").orElse(version).equals(version)) {
                throw new InferenceError(404, "unknown model; expected %s, version %s".formatted(MODEL, version));
            }
            return endpoint.respond(request, body);
        };
    }

    private String metadata() {
        return "{\"name\":\"%s\",\"versions\":[\"%s\"],\"platform\":\"fareswarm\",\"inputs\":[%s],\"outputs\":[%s]}"
                .formatted(MODEL, version, InferenceRequest.INPUTS.stream().map(OpenInference::tensor)
                        .collect(Collectors.joining(",")), tensor(InferenceRequest.OUTPUT));
    }

    private static String tensor(String name) {
        return "{\"name\":\"%s\",\"datatype\":\"FP64\",\"shape\":[-1]}".formatted(name);
    }

    private String infer(byte[] body) throws InferenceError {
        InferenceRequest inference = InferenceRequest.read(body);
        String response = inference.response(fare, MODEL, version);
        metrics.inferred(inference.rides());
        return response;
    }
}
