package io.fareswarm.operator.local;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;

/// Resources for the processes on this machine: programs, directories, an HTTP client and a clock.
///
/// @param output directories for logs and temporary files
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
