package io.fareswarm.model.serve;

import java.time.Duration;

/// The server's bounds; docs/model-server.md says what a client gets beyond each.
///
/// @param lineBytes of a request's first line (414)
/// @param headBytes of a request's headers (400)
/// @param bodyBytes of a request's body (413)
/// @param heldBytes of all bodies above 4 KiB that are being read or answered, and of their responses (503); a body in chunks
/// counts as one of the largest size
/// @param connections open at once; further ones wait until one ends
/// @param requests under way at once, from the end of their heads on (503). A body that comes slowly holds its place, so
/// fewer than the connections would let slow clients shut out others
/// @param idle how long a connection may wait for a request's first line; then it is closed. A request that has
/// begun may take any time: Helidon bounds none of it
record ServerLimits(int lineBytes, int headBytes, int bodyBytes, int heldBytes, int connections, int requests,
        Duration idle) {
    /// A ride takes 250 bytes, a thousand rides in one request 90 kB, and a swarm's user waits 5 s at most between two requests.
    static final ServerLimits DEFAULT = new ServerLimits(8 << 10, 16 << 10, 128 << 10, 32 << 20, 6_000, 6_000,
            Duration.ofMinutes(5));
}
