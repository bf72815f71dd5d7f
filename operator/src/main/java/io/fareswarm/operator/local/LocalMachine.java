package io.fareswarm.operator.local;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;

/// What processes on this machine need: programs, places for their files, an HTTP client to reach them, and the time.
///
/// @param output where logs and temporary files go
record LocalMachine(Installation installation, OutputDirectory output, HttpClient http, Clock time)
        implements
            AutoCloseable {
    LocalMachine(Installation installation, OutputDirectory output) {
        this(installation, output, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2)).build(), Clock.systemUTC());
    }

    /// Closes idle connections, which would delay the exit of a server.
    @Override
    public void close() {
        http.shutdownNow();
    }
}
