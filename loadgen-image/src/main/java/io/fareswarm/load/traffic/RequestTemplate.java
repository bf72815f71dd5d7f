package io.fareswarm.load.traffic;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Task;
import io.fareswarm.protocol.KeyReference;

/// The compiled requests of one task. The parts that all requests have in common are stored as bytes.
final class RequestTemplate {
    /// Pattern of a path, which contains no space or line end, so that it cannot end the request line.
    private static final Pattern PATH = Pattern.compile("/[!-~]{0,4095}");
    private static final Pattern EXPRESSION = Pattern.compile("#[{][^{}]*[}]");
    private static final Pattern NAME = Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]{1,256}");
    private static final Pattern VALUE = Pattern.compile(Task.HEADER_VALUE);
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /// The head of the request: up to `Content-Length: ` with a body, complete without one.
    private final Template head;
    private final @Nullable Template body;
    private final Task.@Nullable Ride ride;
    private final @Nullable DataRows rows;
    private final boolean isHead;

    /// @param rows data of the task; null if it has none
    /// @throws IllegalArgumentException if the request cannot be sent, or an expression in it is unknown
    RequestTemplate(Task.Request request, RequestBase base, ExpressionCompiler expressions,
            @Nullable DataRows rows, ReferencedFiles references) {
        this.rows = rows;
        isHead = request.method() == Task.Method.HEAD;
        Task.Body given = request.body();
        ride = given == null ? null : given.ride();
        if (request.path() == null || !PATH.matcher(EXPRESSION.matcher(request.path()).replaceAll("x")).matches()) {
            throw new IllegalArgumentException(
                    "expected request.path as / and printable characters, found " + request.path());
        }
        List<Task.Header> headers = request.headers() == null ? List.of() : request.headers();
        Template.Builder lines = new Template.Builder().literal(request.method() + " " + base.path())
                .text(request.path(), expressions, ValueEncoding.PERCENT)
                .literal(" HTTP/1.1\r\n");
        unlessGiven(lines, headers, "Host", base.authority());
        if (base.closes()) {
            lines.literal("Connection: close\r\n");
        }
        unlessGiven(lines, headers, "User-Agent", "fareswarm");
        unlessGiven(lines, headers, "Accept", "*/*");
        for (Task.Header header : headers) {
            header(lines, header, expressions, references);
        }
        if (given != null) {
            String type = type(given);
            unlessGiven(lines, headers, "Content-Type", type);
            boolean json = isJson(headers, type);
            body = ride == null ? body(given, expressions, json) : null;
            lines.literal("Content-Length: ");
        } else {
            body = null;
            // For methods whose content has a meaning, the head states that the content is empty.
            lines.literal(switch (request.method()) {
                case POST, PUT, PATCH -> "Content-Length: 0\r\n\r\n";
                case GET, DELETE, HEAD, OPTIONS -> "\r\n";
            });
        }
        head = lines.build();
    }

    private static void unlessGiven(Template.Builder lines, List<Task.Header> headers, String name, String value) {
        if (headers.stream().noneMatch(header -> name.equalsIgnoreCase(header.name()))) {
            lines.literal(name + ": " + value + "\r\n");
        }
    }

    private static void header(Template.Builder lines, Task.Header header, ExpressionCompiler expressions,
            ReferencedFiles references) {
        String value = header.value() == null ? "#{secret}" : header.value();
        if (header.name() == null || !NAME.matcher(header.name()).matches() || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("expected headers of one line of text, found " + header.name());
        }
        ExpressionCompiler known = expressions;
        if (header.secret() != null) {
            String secret = references.secret(KeyReference.secret("header " + header.name(), header.secret()));
            if (!VALUE.matcher(secret).matches()) {
                throw new IllegalArgumentException("expected one line of text in Secret "
                        + header.secret().name() + ", key " + header.secret().key() + ", found something else");
            }
            known = expressions.with(secret);
        }
        lines.literal(header.name() + ": ").text(value, known, ValueEncoding.HEADER).literal("\r\n");
    }

    private static String type(Task.Body body) {
        if (body.text() != null) {
            return "text/plain; charset=utf-8";
        }
        return body.form() != null ? "application/x-www-form-urlencoded" : "application/json";
    }

    private static boolean isJson(List<Task.Header> headers, String type) {
        return headers.stream().filter(header -> "Content-Type".equalsIgnoreCase(header.name()))
                .map(header -> String.valueOf(header.value())).findFirst().orElse(type).toLowerCase(Locale.ROOT)
                .matches(".*[/+]json\\b.*");
    }

    private static Template body(Task.Body body, ExpressionCompiler expressions, boolean json) {
        Template.Builder filled = new Template.Builder();
        if (body.json() != null) {
            try {
                JSON.readTree(body.json());
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("expected JSON in body.json, found: " + e.getOriginalMessage(), e);
            }
            return filled.literal(body.json()).build();
        } else if (body.text() != null) {
            return filled.literal(body.text()).build();
        } else if (body.template() != null) {
            return filled.text(body.template(), expressions, json ? ValueEncoding.JSON : ValueEncoding.PLAIN).build();
        } else if (body.form() == null) {
            throw new IllegalArgumentException(
                    "expected one of ride, json, text, form, template in request.body, found none");
        }
        String before = "";
        for (Task.Field field : body.form()) {
            filled.literal(before).literal(field.name(), ValueEncoding.PERCENT).literal("=").text(field.value(),
                    expressions, ValueEncoding.PERCENT, ValueEncoding.PERCENT);
            before = "&";
        }
        return filled.build();
    }

    boolean isHead() {
        return isHead;
    }

    /// Draws a request: first the values of its head, then those of its body.
    void draw(RequestBuffer into, RideWriter rides, long seed, long source, long number) {
        if (rows != null) {
            rows.select(seed, source, number);
        }
        head.write(into.head());
        if (ride != null) {
            rides.write(into.body(), ride.drop());
        } else if (body != null) {
            body.write(into.body());
        } else {
            return;
        }
        into.endHead();
    }
}
