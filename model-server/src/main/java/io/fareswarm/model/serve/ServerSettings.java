package io.fareswarm.model.serve;

/// Settings of a model server.
///
/// @param host name or address to listen on
/// @param port port to listen on; 0 for any free port
/// @param warm whether the server warms up before it is ready, which takes up to two seconds of CPU time
public record ServerSettings(String host, int port, boolean warm, ServerLimits limits, ReverseProxy proxy) {
    /// Settings without a prefix.
    ServerSettings(String host, int port, boolean warm, ServerLimits limits) {
        this(host, port, warm, limits, ReverseProxy.DEFAULT);
    }

    /// Settings with warm-up and the default limits.
    public static ServerSettings of(String host, int port, ReverseProxy proxy) {
        return new ServerSettings(host, port, true, ServerLimits.DEFAULT, proxy);
    }
}
