package io.fareswarm.model.serve;

import io.helidon.webserver.http.ServerRequest;

/// Computes the response to a request.
@FunctionalInterface
interface Endpoint {
    /// @param body the whole request body
    /// @throws InferenceError when a request of the Open Inference Protocol is invalid
    Response respond(ServerRequest request, byte[] body) throws InferenceError;
}
