package io.fareswarm.load.send;

import java.io.IOException;
import java.net.BindException;

/// Thrown if the worker's own machine has no more sockets or ports. The result would measure this machine and not the
/// target, so the worker ends the run.
final class ConnectionsExhausted extends RuntimeException {
    private ConnectionsExhausted(String message, Throwable cause) {
        super(message, cause);
    }

    /// The error for a missing socket. The usual cause is the limit on open files.
    static ConnectionsExhausted sockets(IOException e) {
        return new ConnectionsExhausted("expected a socket for another connection, found: " + e.getMessage()
                + "; use more workers, or raise the limit of open files of a worker (ulimit -n)", e);
    }

    /// The error for a missing local port. Ports of closed connections stay in use for a minute.
    static ConnectionsExhausted ports(BindException e) {
        return new ConnectionsExhausted(
                "expected a local port for another connection to the target, found: " + e.getMessage()
                        + "; use more workers, or raise the range of local ports (net.ipv4.ip_local_port_range)",
                e);
    }
}
