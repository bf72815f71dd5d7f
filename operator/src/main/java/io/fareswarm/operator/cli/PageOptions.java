package io.fareswarm.operator.cli;

import java.io.IOException;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import io.fareswarm.operator.local.BadInput;
import io.fareswarm.operator.ui.PageServer;
import io.fareswarm.operator.ui.PageSource;

/// Options of the page.
final class PageOptions {
    /// How many ports are tried when none is given.
    private static final int TRIED = 50;

    @Option(names = "--port", paramLabel = "PORT", description = "Port of the page on 127.0.0.1; 0 for any. Default: 8089, or the next free one.")
    private @Nullable Integer port;

    /// Serves the page until the server is closed.
    ///
    /// @throws BadInput if the given port cannot be used
    PageServer serve(PageSource source) throws BadInput, IOException {
        if (port != null) {
            if (port < 0 || port > 65_535) {
                throw new BadInput("--port: expected a port from 0 to 65535, found " + port);
            }
            try {
                return PageServer.start(source, port);
            } catch (IOException e) {
                throw new BadInput(
                        "--port %d: expected a free port, found one that another program uses: give another, or none"
                                .formatted(port));
            }
        }
        for (int tried = 0; tried < TRIED; tried++) {
            try {
                return PageServer.start(source, PageServer.PORT + tried);
            } catch (IOException e) {
                // Another program uses it.
            }
        }
        return PageServer.start(source, 0);
    }
}
