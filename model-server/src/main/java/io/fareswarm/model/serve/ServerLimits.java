package io.fareswarm.model.serve;

import java.time.Duration;

/// Limits of the server. docs/model-server.md describes the response beyond each limit.
///
/// @param lineBytes maximum size of the request line (otherwise 414)
/// @param headBytes maximum size of the request headers (otherwise 400)
/// @param bodyBytes maximum size of the request body (otherwise 413)
/// @param bufferedBytes maximum size of all bodies above 4 KiB in progress, together with their responses (otherwise
/// 503); a chunked body counts with `bodyBytes`
/// @param connections maximum number of open connections; further ones wait until one closes
/// @param requests maximum number of concurrent requests, counted from the end of their headers (otherwise 503). A
/// request with a slow body counts too, so with a number below `connections` slow clients could block others
/// @param idle maximum wait for a request line, after which the connection is closed. A request that has started has no
/// time limit, because Helidon has none
record ServerLimits(int lineBytes, int headBytes, int bodyBytes, int bufferedBytes, int connections, int requests,
        Duration idle) {
    /// The default limits. A ride takes 250 bytes, and a batch of a thousand rides 90 kB. A user of a load test waits
    /// at most 5 s between requests.
    static final ServerLimits DEFAULT = new ServerLimits(8 << 10, 16 << 10, 128 << 10, 32 << 20, 6_000, 6_000,
            Duration.ofMinutes(5));
}
