package io.fareswarm.model.serve;

import io.fareswarm.model.http.Limits;

/// How a model is served.
///
/// @param host name or address to listen on
/// @param port 0 takes a free one
/// @param threads that answer
/// @param warm whether to be ready only when the code is compiled, which takes up to a second of CPU time
public record Settings(String host, int port, Limits limits, int threads, boolean warm) {
    private static final int MOST_THREADS = 8;

    /// A thread for each processor, and warm.
    public static Settings of(String host, int port) {
        return new Settings(host, port, Limits.DEFAULT,
                Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS), true);
    }

    /// The same, but ready at once.
    public Settings cold() {
        return new Settings(host, port, limits, threads, false);
    }

    /// The same within other limits.
    public Settings with(Limits others) {
        return new Settings(host, port, others, threads, warm);
    }
}
