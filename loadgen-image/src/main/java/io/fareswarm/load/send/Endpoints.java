package io.fareswarm.load.send;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.measure.AddressIndex;

/// The addresses of the target, which take connections in turn. When the host gets other addresses, connections move: those
/// to former addresses are closed when their request ends, and as many connections of users to the others as new addresses
/// need for an equal share. An address that is missing for a short time takes no new connections and keeps those that it has.
/// Only the send thread uses it.
final class Endpoints {
    private final AddressLookup lookup;
    private final AddressIndex index;
    private @Nullable AddressSet addresses;
    /// Those of all addresses, also of missing ones.
    private Map<InetSocketAddress, Endpoint> known = Map.of();
    /// Those that take connections in turn.
    private Endpoint[] endpoints = {};
    private int next;

    /// @param lookup source of the addresses
    /// @param index numbers of the addresses in reports
    /// @param offset number of the address that is the first; counted around
    Endpoints(AddressLookup lookup, AddressIndex index, int offset) {
        this.lookup = lookup;
        this.index = index;
        this.next = offset;
        refresh();
    }

    /// Takes over the addresses of the last resolution. Returns whether connections may have to move.
    boolean refresh() {
        AddressSet found = lookup.addresses();
        if (found.equals(addresses)) { // mostly the same object, which is compared at once
            return false;
        }
        addresses = found;
        Map<InetSocketAddress, Endpoint> before = new HashMap<>(known);
        Map<InetSocketAddress, Endpoint> now = new HashMap<>();
        endpoints = found.current().stream().map(address -> take(before, now, address)).toArray(Endpoint[]::new);
        found.missing().keySet().forEach(address -> take(before, now, address));
        next %= endpoints.length;
        boolean isSame = before.isEmpty() && now.size() == known.size();
        known = now;
        if (isSame) {
            return false; // only other ones are missing
        }
        before.values().forEach(gone -> gone.isGone = true);
        int connections = total() + before.values().stream().mapToInt(gone -> gone.connections).sum();
        int share = Math.ceilDiv(connections, now.size());
        now.values().forEach(endpoint -> endpoint.surplus = Math.max(0, endpoint.connections - share));
        return true;
    }

    private Endpoint take(Map<InetSocketAddress, Endpoint> before, Map<InetSocketAddress, Endpoint> now,
            InetSocketAddress address) {
        Endpoint old = before.remove(address);
        Endpoint endpoint = old == null
                ? new Endpoint(address, index.number(address.getAddress().getHostAddress()))
                : old;
        now.put(address, endpoint);
        return endpoint;
    }

    /// Number of connections to addresses that are not gone.
    private int total() {
        return known.values().stream().mapToInt(endpoint -> endpoint.connections).sum();
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

    /// The address of the slot's next connection. If the slot has none yet, it is the one with the fewest connections for a
    /// connection that moves, otherwise the one whose turn it is. Requests that the host is resolved again, except for a
    /// connection that moves: it would cause further ones to move.
    Endpoint forConnection(ConnectionSlot slot) {
        boolean moves = slot.moves;
        slot.moves = false;
        if (!moves) {
            lookup.request();
        }
        if (slot.endpoint != null) {
            return slot.endpoint;
        }
        if (!moves) {
            return next();
        }
        Endpoint least = endpoints[0];
        for (Endpoint endpoint : endpoints) {
            if (endpoint.connections < least.connections) {
                least = endpoint;
            }
        }
        return least;
    }

    /// Requests that the host is resolved again, because the slot's connection could not be opened.
    void failed(ConnectionSlot slot) {
        if (slot.endpoint != null) {
            lookup.failed(slot.endpoint.address);
        }
    }

    /// Whether a connection whose request has ended must be closed, because it moves to another address.
    static boolean moves(ConnectionSlot slot) {
        Endpoint endpoint = slot.endpoint;
        if (endpoint == null) {
            return false;
        }
        boolean isSurplus = slot.user != null && endpoint.surplus > 0; // arrivals go to all addresses in turn anyway
        if (isSurplus) {
            endpoint.surplus--;
        }
        slot.moves = isSurplus || endpoint.isGone;
        return slot.moves;
    }

    /// Closes connections without a request, those of the addresses with the most such ones first, until fewer than `most`
    /// connections are open or none is without a request.
    ///
    /// @return the slots of these connections
    List<ConnectionSlot> closeIdle(int most) {
        List<ConnectionSlot> closed = new ArrayList<>();
        for (int excess = total() - most + 1; excess > 0;) {
            Endpoint fullest = known.values().stream().filter(endpoint -> !endpoint.free.isEmpty())
                    .max(Comparator.comparingInt(endpoint -> endpoint.free.size())).orElse(null);
            if (fullest == null) {
                return closed;
            }
            ConnectionSlot slot = fullest.free.removeLast(); // the one that was idle for longest
            if (slot.channel != null) {
                ConnectionPool.close(slot);
                excess--;
            }
            slot.state = ConnectionSlot.State.IDLE;
            closed.add(slot);
        }
        return closed;
    }

    void close() {
        lookup.close();
    }
}
