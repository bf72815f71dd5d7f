package io.fareswarm.model.serve;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import io.fareswarm.model.json.PythonJson;

/// An HTTP response before it is sent.
///
/// @param headers all headers except those that the server adds: date, content-length, connection
@SuppressWarnings("ArrayRecordComponent") // sent at once and never compared
record Response(int status, byte[] body, List<Header> headers) {
    private static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");

    /// A JSON response.
    static Response json(int status, String body) {
        return new Response(status, body.getBytes(StandardCharsets.UTF_8), List.of(JSON));
    }

    /// A JSON response with an error message in the field `detail`.
    static Response detail(int status, String detail) {
        return json(status, "{\"detail\":" + PythonJson.quote(detail) + '}');
    }

    /// A copy with one more header.
    Response with(Header header) {
        List<Header> more = new ArrayList<>(headers);
        more.add(header);
        return new Response(status, body, more);
    }

    /// Sends the response. The response to a HEAD request is sent without the body.
    void send(ServerRequest request, ServerResponse response) {
        response.status(Status.create(status));
        headers.forEach(response::header);
        if (request.prologue().method().equals(Method.HEAD)) {
            response.header(HeaderNames.CONTENT_LENGTH, String.valueOf(body.length)).send();
        } else {
            response.send(body);
        }
    }
}
