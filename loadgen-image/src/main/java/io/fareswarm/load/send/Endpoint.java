package io.fareswarm.load.send;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;

/// One address of the target, with the connections to it. Only the send thread uses it.
final class Endpoint {
    final InetSocketAddress address;
    /// The address's number in the reports.
    final int number;
    /// In the open model: the slots of this address that have no request.
    final Deque<ConnectionSlot> free = new ArrayDeque<>();
    /// Number of connections that are open or being opened.
    int connections;
    /// Number of connections that are closed when their request ends, so that other addresses get them.
    int surplus;
    /// Whether the target's host has this address no more.
    boolean isGone;

    Endpoint(InetSocketAddress address, int number) {
        this.address = address;
        this.number = number;
    }
}
