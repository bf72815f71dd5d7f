package io.fareswarm.load.send;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The addresses of the target's host at one time. Some DNS servers respond with a part of a host's addresses that is another
/// one each time. So connections to an address stay until it is missing for a while.
///
/// @param current addresses of the last resolution, which take new connections; at least one
/// @param missing addresses of earlier resolutions, which keep their connections, with the time in nanoseconds at which they were
/// first missing
record AddressSet(List<InetSocketAddress> current, Map<InetSocketAddress, Long> missing) {
    /// Maximum number of missing addresses.
    static final int MOST_MISSING = 500;

    AddressSet(List<InetSocketAddress> current) {
        this(current, Map.of());
    }

    /// The addresses after a resolution; this object if they are the same.
    ///
    /// @param found addresses of the resolution
    /// @param now time of the resolution
    /// @param patience how long an address may be missing
    /// @param failed whether a connection to an address has just failed; such an address may not be missing
    AddressSet resolved(List<InetSocketAddress> found, long now, long patience, Predicate<InetSocketAddress> failed) {
        Map<InetSocketAddress, Long> absent = new HashMap<>(missing);
        current.forEach(address -> absent.put(address, now));
        absent.keySet().removeAll(found);
        absent.entrySet().removeIf(entry -> now - entry.getValue() >= patience || failed.test(entry.getKey()));
        while (absent.size() > MOST_MISSING) {
            absent.remove(absent.keySet().iterator().next());
        }
        return found.equals(current) && absent.equals(missing) ? this : new AddressSet(found, Map.copyOf(absent));
    }

    /// The addresses without the others than these, at once. If no current one is left, these are the current ones, of the kind,
    /// IPv4 or IPv6, of those before if there are any.
    ///
    /// @param only sorted, at least one
    AddressSet permitted(List<InetSocketAddress> only) {
        Map<InetSocketAddress, Long> absent = new HashMap<>(missing);
        absent.keySet().retainAll(only);
        List<InetSocketAddress> left = current.stream().filter(only::contains).toList();
        if (!left.isEmpty()) {
            return new AddressSet(left, Map.copyOf(absent));
        }
        Class<?> kind = current.getFirst().getAddress().getClass();
        List<InetSocketAddress> sameKind = only.stream().filter(one -> kind.isInstance(one.getAddress())).toList();
        List<InetSocketAddress> now = sameKind.isEmpty() ? only : sameKind;
        absent.keySet().removeAll(now);
        return new AddressSet(now, Map.copyOf(absent));
    }
}
