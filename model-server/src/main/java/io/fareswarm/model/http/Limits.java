package io.fareswarm.model.http;

import java.time.Duration;

/// What a server bears, and what is answered beyond it.
///
/// @param headBytes of a request's line and headers (431)
/// @param bodyBytes of a request's body (413)
/// @param heldBytes of all requests that have not come whole (503), and of the answers that clients have not taken (they
/// are closed), together
/// @param connections open at once (503)
/// @param request for a whole request from its first byte on, and for a client to take its answer (408)
/// @param idle between two requests of a connection, and before the first; then it is closed
public record Limits(int headBytes, int bodyBytes, long heldBytes, int connections, Duration request, Duration idle) {
    /// A ride takes 250 bytes, and a swarm's user waits 5 s between two.
    public static final Limits DEFAULT = new Limits(16 << 10, 1 << 20, 32 << 20, 20_000, Duration.ofSeconds(20),
            Duration.ofMinutes(5));

    /// The same with another number of connections.
    public Limits withConnections(int most) {
        return new Limits(headBytes, bodyBytes, heldBytes, most, request, idle);
    }

    /// The same with other times.
    public Limits withTimes(Duration wholeRequest, Duration idleTime) {
        return new Limits(headBytes, bodyBytes, heldBytes, connections, wholeRequest, idleTime);
    }
}
