/// The HTTP server of a trained model, which responds as a FastAPI application does. In: a trained model, requests. Out:
/// responses, metrics.
@org.jspecify.annotations.NullMarked
package io.fareswarm.model.serve;
