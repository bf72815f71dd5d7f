package io.fareswarm.load.send;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.fareswarm.load.measure.AddressIndex;

/// The addresses of the target, which take connections in turn. When the host gets other addresses, connections move: those
/// to former addresses are closed when their request ends, and as many of the others as new addresses need for an equal
/// share. Only the send thread uses it.
final class Endpoints {
    private final AddressLookup lookup;
    private final AddressIndex index;
    private List<InetSocketAddress> addresses = List.of();
    private Endpoint[] endpoints = {};
    private int next;
    /// Number of connections that move and are not yet opened again.
    private int moving;

    /// @param lookup source of the addresses
    /// @param index numbers of the addresses in reports
    /// @param offset number of the address that is the first; counted around
    Endpoints(AddressLookup lookup, AddressIndex index, int offset) {
        this.lookup = lookup;
        this.index = index;
        this.next = offset;
        refresh();
    }

    /// Takes over the addresses of the last resolution. Returns whether they are others than before.
    boolean refresh() {
        List<InetSocketAddress> found = lookup.addresses();
        if (found.equals(addresses)) { // mostly the same list, which is compared at once
            return false;
        }
        Map<InetSocketAddress, Endpoint> before = new HashMap<>();
        int connections = 0;
        for (Endpoint endpoint : endpoints) {
            before.put(endpoint.address, endpoint);
            connections += endpoint.connections;
        }
        addresses = found;
        endpoints = new Endpoint[found.size()];
        for (int i = 0; i < endpoints.length; i++) {
            InetSocketAddress address = found.get(i);
            Endpoint known = before.remove(address);
            endpoints[i] = known == null
                    ? new Endpoint(address, index.number(address.getAddress().getHostAddress()))
                    : known;
        }
        next %= endpoints.length;
        moving = 0;
        for (Endpoint gone : before.values()) {
            gone.isGone = true;
            moving += gone.connections;
        }
        int share = Math.ceilDiv(connections, endpoints.length);
        for (Endpoint endpoint : endpoints) {
            endpoint.surplus = Math.max(0, endpoint.connections - share);
            moving += endpoint.surplus;
        }
        return true;
    }

    /// Number of addresses.
    int count() {
        return endpoints.length;
    }

    /// The address whose turn it is.
    Endpoint next() {
        Endpoint endpoint = endpoints[next];
        next = next + 1 == endpoints.length ? 0 : next + 1;
        return endpoint;
    }

    /// The address whose turn it is after some others.
    ///
    /// @param turns number of the others
    Endpoint after(int turns) {
        return endpoints[(next + turns) % endpoints.length];
    }

    /// The address of the slot's next connection. If the slot has none yet, it is the one with the fewest connections for each
    /// connection that moves, otherwise the one whose turn it is. Requests that the host is resolved again.
    Endpoint forConnection(ConnectionSlot slot) {
        lookup.request();
        if (slot.endpoint != null) {
            return slot.endpoint;
        }
        if (moving == 0) {
            return next();
        }
        moving--;
        Endpoint least = endpoints[0];
        for (Endpoint endpoint : endpoints) {
            if (endpoint.connections < least.connections) {
                least = endpoint;
            }
        }
        return least;
    }

    /// Requests that the host is resolved again, because a connection failed.
    void failed() {
        lookup.request();
    }

    /// Whether a connection whose request has ended must be closed, because it moves to another address.
    static boolean moves(ConnectionSlot slot) {
        Endpoint endpoint = slot.endpoint;
        if (endpoint == null || (!endpoint.isGone && endpoint.surplus == 0)) {
            return false;
        }
        endpoint.surplus--; // of no meaning for an address that is gone
        return true;
    }

    void close() {
        lookup.close();
    }
}
