package io.fareswarm.model.serve;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// Every path of the server.
final class Endpoints implements Handler {
    static final String PREDICT = "/predict";
    private static final String METRICS = "/metrics";
    private static final String STARTED = "/health/started";
    private static final String LIVE = "/health/live";
    private static final String READY = "/health/ready";
    /// All that it knows.
    static final Set<String> PATHS = Set.of(PREDICT, METRICS, STARTED, LIVE, READY);
    private static final Answer UP = Answer.json(200, "{\"status\":\"UP\"}");
    private static final Answer DOWN = Answer.json(503, "{\"status\":\"DOWN\"}");
    /// Twice what most rides take.
    private static final int FIRST_BUFFER = 512;

    private final Fare fare;
    private final Metrics metrics;
    private volatile boolean ready;
    private volatile boolean stopping;

    Endpoints(Fare fare, Metrics metrics) {
        this.fare = fare;
        this.metrics = metrics;
    }

    void ready() {
        ready = true;
    }

    /// From now on the server is not ready, and each answer is its connection's last.
    void stopping() {
        stopping = true;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        long start = System.nanoTime();
        String method = request.prologue().method().text();
        String path = request.path().rawPath();
        Answer answer = answer(method, path, request);
        // Counted before it is sent: who has an answer finds it in the metrics.
        metrics.count(method, path, answer.status());
        metrics.time(path, System.nanoTime() - start);
        boolean last = stopping || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
        if (last && request.content().hasEntity() && !request.content().consumed()) {
            request.content().consume(); // a close with bytes unread would reset the connection, and lose the answer
        }
        send(answer, last, response);
        if (last) {
            // Helidon would say that it closes the connection, and then wait for the client to do so.
            throw new CloseConnectionException("the last answer is sent");
        }
    }

    private Answer answer(String method, String path, ServerRequest request) throws IOException {
        if (path.equals(PREDICT)) {
            return method.equals("POST") ? price(read(request)) : Answer.methodNotAllowed("POST");
        }
        if (!PATHS.contains(path)) {
            return Answer.NOT_FOUND;
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answer.methodNotAllowed("GET");
        }
        return switch (path) {
            case METRICS -> new Answer(200, Metrics.CONTENT_TYPE, metrics.text(), "");
            case READY -> ready && !stopping ? UP : DOWN;
            default -> UP;
        };
    }

    /// Reads the body; Helidon ends the request when it is longer than the server allows.
    private static Body read(ServerRequest request) throws IOException {
        String contentType = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
        byte[] bytes = new byte[FIRST_BUFFER];
        int length = 0;
        if (request.content().hasEntity()) {
            InputStream in = request.content().inputStream();
            int count;
            while ((count = in.read(bytes, length, bytes.length - PlainRide.SLACK - length)) >= 0) {
                length += count;
                if (length == bytes.length - PlainRide.SLACK) {
                    bytes = Arrays.copyOf(bytes, bytes.length * 4);
                }
            }
        }
        return new Body(bytes, length, contentType);
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

    private static void send(Answer answer, boolean last, ServerResponse response) {
        response.status(Status.create(answer.status()));
        response.header(answer.contentType().equals(Answer.JSON)
                ? HeaderValues.CONTENT_TYPE_JSON
                : HeaderValues.create(HeaderNames.CONTENT_TYPE, answer.contentType()));
        if (!answer.allow().isEmpty()) {
            response.header(HeaderNames.ALLOW, answer.allow());
        }
        if (last) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        response.send(answer.body());
    }
}
