package io.fareswarm.model.serve;

import io.helidon.webserver.http.ServerRequest;

/// Computes the response to a request.
@FunctionalInterface
interface Endpoint {
    /// @param body of the request, read to its end
    /// @throws InferenceError when a request of the Open Inference Protocol cannot be answered
    Response respond(ServerRequest request, byte[] body) throws InferenceError;
}
