/// HTTP/1.1 as uvicorn with h11 speaks it, bounded on every side. It knows nothing of rides.
@org.jspecify.annotations.NullMarked
package io.fareswarm.model.http;
