package io.fareswarm.model.serve;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.PathMatchers;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;

import io.fareswarm.api.ReleaseVersion;

/// Routes of the Open Inference Protocol, version 2, over HTTP. The only model is `fare`; its version is the beginning
/// of its digest. The inputs are one tensor for each coordinate; the output is one tensor of prices.
final class OpenInference {
    /// The paths of the protocol as templates.
    static final Set<String> TEMPLATES = Set.of("/v2", "/v2/health/live", "/v2/health/ready", "/v2/models/{model}",
            "/v2/models/{model}/ready", "/v2/models/{model}/infer");
    private static final String MODEL = "fare";
    private static final HeaderName JSON_LENGTH = HeaderNames.create(InferenceRequest.JSON_LENGTH);
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

    /// Whether a path belongs to the protocol, so that errors have its form.
    ///
    /// @param path path of a request as sent
    static boolean isPath(String path) {
        String decoded = RequestPath.decode(path);
        return decoded.equals("/v2") || decoded.startsWith("/v2/");
    }

    /// Adds the routes of the protocol.
    void routing(HttpRules rules, Routes routes) {
        String model = "/v2/models/{model}[/versions/{version}]";
        get(rules, routes, "/v2[/]", (_, _) -> Response.json(200,
                "{\"name\":\"fareswarm\",\"version\":\"%s\",\"extensions\":[\"binary_tensor_data\"]}"
                        .formatted(ReleaseVersion.CURRENT)));
        get(rules, routes, "/v2/health/live", (_, _) -> Response.json(200, "{\"live\":true}"));
        get(rules, routes, "/v2/health/ready",
                (_, _) -> ready(routes, "{\"ready\":%b}".formatted(routes.isReady())));
        get(rules, routes, model, ofModel((_, _) -> Response.json(200, metadata())));
        get(rules, routes, model + "/ready", ofModel((_, _) -> ready(routes,
                "{\"name\":\"%s\",\"ready\":%b}".formatted(MODEL, routes.isReady()))));
        route(rules, routes, model + "/infer", "POST", ofModel((request, body) -> infer(routes, request, body)));
        rules.any("/v2/*", routes.inferenceHandler((_, _) -> new InferenceError(404,
                "unknown path; expected /v2, /v2/health/live, /v2/health/ready, or /v2/models/%s with /ready, /infer or neither"
                        .formatted(MODEL))
                .response()));
    }

    private static void get(HttpRules rules, Routes routes, String pattern, RouteHandler route) {
        route(rules, routes, pattern, "GET, HEAD", route);
    }

    private static void route(HttpRules rules, Routes routes, String pattern, String methods, RouteHandler route) {
        rules.route(Routes.accepts(methods), PathMatchers.create(pattern), routes.inferenceHandler(route));
        rules.any(pattern, routes.inferenceHandler((_, _) -> new InferenceError(405,
                "expected " + methods.replace(", HEAD", "")).response()
                .with(HeaderValues.create(HeaderNames.ALLOW, methods))));
    }

    private static Response ready(Routes routes, String body) {
        return Response.json(routes.isReady() ? 200 : 503, body);
    }

    /// Wraps a route so that it responds only for the served model, and only for the served version if the path has
    /// one.
    private RouteHandler ofModel(RouteHandler route) {
        return (request, body) -> {
            var parameters = request.path().pathParameters();
            String model = parameters.get("model");
            if (!model.equals(MODEL)) {
                throw new InferenceError(404,
                        "unknown model; expected %s, found %s".formatted(MODEL, InferenceError.cut(model)));
            }
            String wanted = parameters.first("version").orElse(version);
            if (!wanted.equals(version)) {
                throw new InferenceError(404,
                        "unknown version of the model %s; expected %s, the beginning of its digest, or a path without /versions, found %s"
                                .formatted(MODEL, version, InferenceError.cut(wanted)));
            }
            return route.respond(request, body);
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

    private Response infer(Routes routes, ServerRequest request, byte[] body) throws InferenceError {
        if (!routes.isWarm()) {
            throw new InferenceError(503,
                    "the server is not ready yet; send the request again when /v2/health/ready has status 200");
        }
        List<String> lengths = request.headers().all(JSON_LENGTH, List::of).stream().distinct().toList();
        if (lengths.size() > 1) {
            throw new InferenceError("%s: expected one length of the JSON, found %s"
                    .formatted(InferenceRequest.JSON_LENGTH, InferenceError.cut(String.join(" and ", lengths))));
        }
        InferenceRequest inference = InferenceRequest.read(body, lengths.isEmpty() ? null : lengths.getFirst());
        Response response = new InferenceResponse(inference, MODEL, version).of(fare);
        metrics.inferred(inference.rides());
        return response;
    }
}
