package io.fareswarm.load.send;

import java.io.IOException;
import java.net.BindException;
import java.util.Locale;

/// The worker's own machine has no more connections to give. The target has nothing to do with that, so nothing that the
/// worker would measure from here on is worth anything.
final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Exhausted(String message, Throwable cause) {
        super(message, cause);
    }

    /// The system gave no socket, mostly for want of open files.
    static Exhausted sockets(IOException e) {
        return new Exhausted("expected a socket for another connection, found: " + e.getMessage()
                + "; use more workers, or raise the limit of open files of a worker (ulimit -n)", e);
    }

    /// A refusal to bind for the want of ports is thrown as this, and any other is given back.
    static BindException orElse(BindException e) {
        // An address and a port are bound as a connection begins; the words are the system's.
        if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("assign requested address")) {
            throw new Exhausted("expected a local port for another connection to the target, found: " + e.getMessage()
                    + "; use more workers, or raise the range of local ports (net.ipv4.ip_local_port_range)", e);
        }
        return e;
    }
}
