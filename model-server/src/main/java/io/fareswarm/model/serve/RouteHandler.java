package io.fareswarm.model.serve;

import io.helidon.webserver.http.ServerRequest;

/// Function that computes the response to a request.
@FunctionalInterface
interface RouteHandler {
    /// @param body complete body of the request
    /// @throws InferenceError if a request of the Open Inference Protocol is invalid
    Response respond(ServerRequest request, byte[] body) throws InferenceError;
}
