/// The HTTP server of a trained model. Its responses are those of a FastAPI application. In: a trained model, requests.
/// Out: responses, metrics.
@org.jspecify.annotations.NullMarked
package io.fareswarm.model.serve;
