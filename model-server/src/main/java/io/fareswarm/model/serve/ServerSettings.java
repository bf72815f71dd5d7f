package io.fareswarm.model.serve;

/// How a model is served.
///
/// @param host name or address to listen on
/// @param port 0 takes a free one
/// @param warm whether to be ready only when the code is compiled, which takes up to two seconds of CPU time
/// @param limits the bounds of the server
public record ServerSettings(String host, int port, boolean warm, ServerLimits limits) {
    /// Warm, with the usual limits.
    public static ServerSettings of(String host, int port) {
        return new ServerSettings(host, port, true, ServerLimits.DEFAULT);
    }

    /// The same, but ready at once.
    ServerSettings cold() {
        return new ServerSettings(host, port, false, limits);
    }

    /// The same within other limits.
    ServerSettings with(ServerLimits others) {
        return new ServerSettings(host, port, warm, others);
    }
}
