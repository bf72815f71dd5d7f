package io.fareswarm.load.send;

import java.io.IOException;
import java.net.BindException;

/// The worker's own machine has no more connections to give. The target has nothing to do with that, so nothing that the
/// worker would measure from here on is worth anything.
final class ConnectionsExhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    private ConnectionsExhausted(String message, Throwable cause) {
        super(message, cause);
    }

    /// The system gave no socket, mostly for want of open files.
    static ConnectionsExhausted sockets(IOException e) {
        return new ConnectionsExhausted("expected a socket for another connection, found: " + e.getMessage()
                + "; use more workers, or raise the limit of open files of a worker (ulimit -n)", e);
    }

    /// The system gave no local port; those of connections that were closed count for a minute more.
    static ConnectionsExhausted ports(BindException e) {
        return new ConnectionsExhausted(
                "expected a local port for another connection to the target, found: " + e.getMessage()
                        + "; use more workers, or raise the range of local ports (net.ipv4.ip_local_port_range)",
                e);
    }
}
