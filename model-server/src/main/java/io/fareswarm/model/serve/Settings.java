package io.fareswarm.model.serve;

/// How a model is served.
///
/// @param host name or address to listen on
/// @param port 0 takes a free one
/// @param warm whether to be ready only when the code is compiled, which takes up to two seconds of CPU time
/// @param limits the bounds of the server
public record Settings(String host, int port, boolean warm, Limits limits) {
    /// Warm, with the usual limits.
    public static Settings of(String host, int port) {
        return new Settings(host, port, true, Limits.DEFAULT);
    }

    /// The same, but ready at once.
    Settings cold() {
        return new Settings(host, port, false, limits);
    }

    /// The same within other limits.
    Settings with(Limits others) {
        return new Settings(host, port, warm, others);
    }
}
