package io.fareswarm.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// The loopback interface, over which the processes of one machine talk.
public final class Loopback {
    /// Address of this machine's own processes.
    public static final InetAddress ADDRESS = InetAddress.ofLiteral("127.0.0.1");
    /// How long a connection to this process itself may take, milliseconds.
    private static final int TIMEOUT = 2_000;

    private Loopback() {}

    /// Connects this process to itself.
    ///
    /// @param address loopback address
    /// @throws IOException if the machine, or its network namespace, has no loopback interface that works
    public static void check(InetAddress address) throws IOException {
        try (ServerSocket server = new ServerSocket(); Socket client = new Socket()) {
            server.bind(new InetSocketAddress(address, 0));
            client.connect(server.getLocalSocketAddress(), TIMEOUT);
        } catch (IOException e) {
            throw new IOException(
                    "expected a loopback interface with the address %s, found none that works; set it up with: ip link set lo up"
                            .formatted(address.getHostAddress()),
                    e);
        }
    }
}
