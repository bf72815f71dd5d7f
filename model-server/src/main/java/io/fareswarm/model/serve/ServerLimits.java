package io.fareswarm.model.serve;

import java.time.Duration;

/// The server's bounds. docs/model-server.md has the response beyond each.
///
/// @param lineBytes largest request line (414)
/// @param headBytes largest request headers (400)
/// @param bodyBytes largest request body (413)
/// @param bufferedBytes largest total of all bodies above 4 KiB in progress and of their responses (503); a chunked body
/// counts with `bodyBytes`
/// @param connections largest number of open connections; further ones wait until one closes
/// @param requests largest number of concurrent requests, counted from the end of their headers (503). A request with a slow
/// body counts too, so a number below `connections` would let slow clients block others
/// @param idle longest wait for a request line; then the connection is closed. A request that has started has no time
/// limit, as Helidon has none
record ServerLimits(int lineBytes, int headBytes, int bodyBytes, int bufferedBytes, int connections, int requests,
        Duration idle) {
    /// A ride takes 250 bytes, a batch of a thousand rides 90 kB, and a user of a load test waits at most 5 s between requests.
    static final ServerLimits DEFAULT = new ServerLimits(8 << 10, 16 << 10, 128 << 10, 32 << 20, 6_000, 6_000,
            Duration.ofMinutes(5));
}
