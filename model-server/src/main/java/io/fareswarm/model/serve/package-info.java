/// Serves a trained model over HTTP as a FastAPI application would.
@org.jspecify.annotations.NullMarked
package io.fareswarm.model.serve;
