package io.fareswarm.model.serve;

import java.util.List;
import java.util.Map;

import io.fareswarm.model.http.Answer;
import io.fareswarm.model.http.Handler;
import io.fareswarm.model.http.Request;
import io.fareswarm.model.json.PythonFloat;

/// Every path of the server.
final class Endpoints implements Handler {
    static final String PREDICT = "/predict";
    static final String METRICS = "/metrics";
    private static final String STARTED = "/health/started";
    private static final String LIVE = "/health/live";
    private static final String READY = "/health/ready";
    private static final String OPENAPI = "/openapi.json";
    private static final String DOCS = "/docs";
    /// The paths that it knows, and the methods that each takes; those of the Open Inference Protocol are beside them.
    static final Map<String, String> PATHS = Map.of(PREDICT, "POST", METRICS, "GET, HEAD", STARTED, "GET, HEAD", LIVE,
            "GET, HEAD", READY, "GET, HEAD", OPENAPI, "GET, HEAD", DOCS, "GET, HEAD");
    private static final Answer UP = Answer.json(200, "{\"status\":\"UP\"}");
    private static final Answer DOWN = Answer.json(503, "{\"status\":\"DOWN\"}");
    private static final Answer NOT_FOUND = Answer.detail(404, "Not Found");

    private final Fare fare;
    private final Metrics metrics;
    private final OpenInference inference;
    private volatile String address = "localhost";
    private volatile boolean ready;
    private volatile boolean stopping;

    Endpoints(Fare fare, String digest, Metrics metrics) {
        this.fare = fare;
        this.metrics = metrics;
        inference = new OpenInference(fare, digest, metrics);
    }

    /// @param own host and port, for clients that do not say which they asked
    void listensOn(String own) {
        address = own;
    }

    /// From now on the server says that it is ready.
    void ready() {
        ready = true;
    }

    /// From now on the server says that it is not.
    void stopping() {
        stopping = true;
    }

    private boolean isReady() {
        return ready && !stopping;
    }

    @Override
    public Answer answer(Request request) {
        String path = path(request.path());
        if (path.equals(PREDICT) && request.method().equals("POST")) {
            return predict(request);
        }
        Answer answer;
        if (OpenInference.owns(path)) {
            answer = inference.answer(path, request, isReady());
        } else {
            answer = answer(path, request);
        }
        count(request.method(), path, answer.status());
        return answer;
    }

    @Override
    public void refused(String method, String path, int status) {
        count(method, path(path), status);
    }

    private void count(String method, String path, int status) {
        metrics.count(method, OpenInference.owns(path) ? OpenInference.template(path) : path, status);
    }

    /// As starlette's patterns see it: the line feed that may come before an end is no part of it.
    private static String path(String target) {
        String path = Target.decode(target);
        return path.endsWith("\n") ? path.substring(0, path.length() - 1) : path;
    }

    private Answer predict(Request request) {
        long start = System.nanoTime();
        Answer answer = price(Body.of(request.body(), request.header("content-type")));
        // Counted before it is sent: who has an answer finds it in the metrics.
        metrics.predicted(answer.status(), System.nanoTime() - start);
        return answer;
    }

    private Answer answer(String path, Request request) {
        String methods = PATHS.get(path);
        if (methods == null) {
            return redirect(request);
        }
        if (!List.of(methods.split(", ")).contains(request.method())) {
            return Answer.detail(405, "Method Not Allowed").with("allow", methods);
        }
        return switch (path) {
            case METRICS -> new Answer(200, Metrics.CONTENT_TYPE, metrics.text(), "");
            case OPENAPI -> Pages.OPENAPI;
            case DOCS -> Pages.DOCS;
            case READY -> isReady() ? UP : DOWN;
            default -> UP;
        };
    }

    /// Who asks for a path that we know with slashes after it is sent there.
    private Answer redirect(Request request) {
        String path = Target.decode(request.path());
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        if (end == path.length() || !PATHS.containsKey(path.substring(0, end))) {
            return NOT_FOUND;
        }
        String location = Target.location(request.header("host"), address, path.substring(0, end),
                request.head().query());
        return new Answer(307, "", new byte[0], "").with("location", location);
    }

    /// Answers a request for a price.
    Answer price(Body body) {
        return switch (body.judge()) {
            case Verdict.Accepted(Coordinates ride) -> {
                double price = fare.price(ride);
                yield Double.isFinite(price)
                        ? Answer.json(200, "{\"price\":" + PythonFloat.repr(price) + '}')
                        : refuse(RideValidation.priceNotFinite(ride));
            }
            case Verdict.Refused refused -> refuse(refused);
        };
    }

    private static Answer refuse(Verdict.Refused refused) {
        return Answer.json(refused.status(), refused.body());
    }
}
