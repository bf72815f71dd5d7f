package io.fareswarm.model.serve;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fareswarm.model.http.Answer;
import io.fareswarm.model.http.Request;

/// The Open Inference Protocol, version 2, over HTTP: one model, `fare`, whose one version is the digest of its weights.
/// It takes a tensor for each coordinate and gives one of prices, for any number of rides at once.
final class OpenInference {
    /// Its paths, without what a client may choose in them.
    static final Set<String> TEMPLATES = Set.of("/v2", "/v2/health/live", "/v2/health/ready", "/v2/models/{model}",
            "/v2/models/{model}/ready", "/v2/models/{model}/infer");
    private static final String MODEL = "fare";
    private static final int VERSION_LENGTH = 12;
    private static final Pattern PATH = Pattern.compile("/v2/models/([^/]+)(?:/versions/([^/]+))?(/ready|/infer)?");
    private final Fare fare;
    private final String version;
    private final Metrics metrics;

    OpenInference(Fare fare, String digest, Metrics metrics) {
        this.fare = fare;
        this.metrics = metrics;
        version = digest.substring(0, Math.min(VERSION_LENGTH, digest.length()));
    }

    static boolean owns(String path) {
        return path.equals("/v2") || path.startsWith("/v2/");
    }

    /// The path as the metrics name it: without what a client chose.
    static String template(String path) {
        Matcher matcher = PATH.matcher(path);
        if (matcher.matches()) {
            return "/v2/models/{model}" + (matcher.group(3) == null ? "" : matcher.group(3));
        }
        String known = path.equals("/v2/") ? "/v2" : path;
        return TEMPLATES.contains(known) ? known : Metrics.OTHER;
    }

    Answer answer(String path, Request request, boolean ready) {
        try {
            String template = template(path);
            boolean infer = template.endsWith("/infer");
            if (template.equals(Metrics.OTHER)) {
                throw new InferenceError(404, "unknown path; expected one of the Open Inference Protocol, version 2");
            }
            if (!(infer ? request.method().equals("POST") : isRead(request.method()))) {
                return new InferenceError(405, "expected " + (infer ? "POST" : "GET")).answer()
                        .with("allow", infer ? "POST" : "GET, HEAD");
            }
            return switch (template) {
                case "/v2" -> Answer.json(200, "{\"name\":\"fareswarm\",\"version\":\"%s\",\"extensions\":[]}"
                        .formatted(serverVersion()));
                case "/v2/health/live" -> Answer.json(200, "{\"live\":true}");
                case "/v2/health/ready" -> Answer.json(ready ? 200 : 503, "{\"ready\":%b}".formatted(ready));
                default -> ofModel(path, request, ready);
            };
        } catch (InferenceError wrong) {
            return wrong.answer();
        }
    }

    private static boolean isRead(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    private static String serverVersion() {
        String version = OpenInference.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private Answer ofModel(String path, Request request, boolean ready) throws InferenceError {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches() || !matcher.group(1).equals(MODEL)
                || !(matcher.group(2) == null || matcher.group(2).equals(version))) {
            throw new InferenceError(404, "unknown model; expected %s, version %s".formatted(MODEL, version));
        }
        String action = matcher.group(3);
        if (action == null) {
            return Answer.json(200, metadata());
        }
        return action.equals("/infer")
                ? Answer.json(200, infer(request.body()))
                : Answer.json(ready ? 200 : 503, "{\"name\":\"%s\",\"ready\":%b}".formatted(MODEL, ready));
    }

    private String metadata() {
        StringBuilder text = new StringBuilder(
                "{\"name\":\"%s\",\"versions\":[\"%s\"],\"platform\":\"fareswarm\",\"inputs\":["
                        .formatted(MODEL, version));
        String separator = "";
        for (String name : Inference.INPUTS) {
            text.append(separator).append("{\"name\":\"").append(name)
                    .append("\",\"datatype\":\"FP64\",\"shape\":[-1]}");
            separator = ",";
        }
        return text.append("],\"outputs\":[{\"name\":\"%s\",\"datatype\":\"FP64\",\"shape\":[-1]}]}"
                .formatted(Inference.OUTPUT)).toString();
    }

    private String infer(byte[] body) throws InferenceError {
        Inference inference = Inference.read(body);
        String answer = inference.answer(fare, MODEL, version);
        metrics.inferred(inference.rides());
        return answer;
    }
}
