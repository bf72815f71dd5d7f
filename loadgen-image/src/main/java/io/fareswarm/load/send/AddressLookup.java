package io.fareswarm.load.send;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.fareswarm.network.ForbiddenAddressException;

/// The addresses of the target's host. A thread of its own resolves the host again when the time to live is over, and when
/// somebody requests it, but at most once a second, and again as long as known addresses are missing in the response. So nobody
/// else waits for the DNS. If a resolution fails, the addresses stay.
public final class AddressLookup implements AutoCloseable {
    /// Maximum age of the addresses in nanoseconds.
    public static final long TTL = 30_000_000_000L;

    private static final long LEAST = 1_000_000_000L;

    private final @Nullable Source source;
    private final LongSupplier clock;
    private final long ttl;
    private final Set<InetSocketAddress> failed = ConcurrentHashMap.newKeySet();
    private volatile AddressSet addresses;
    private volatile Set<String> permitted;
    private volatile boolean requested;
    private volatile boolean closed;
    private volatile @Nullable Thread thread;
    private long resolvedAt;

    /// Resolver of the target's host.
    public interface Source {
        /// Resolves the host and checks its addresses.
        ///
        /// @param permitted the only addresses to which the host may resolve, as texts; empty if any is right
        /// @return the addresses to connect to, sorted, at least one
        /// @throws ForbiddenAddressException if this process must not connect to the host
        /// @throws IOException if the host has no address
        List<InetSocketAddress> resolve(Set<String> permitted) throws IOException, ForbiddenAddressException;
    }

    /// Resolves the host for the first time.
    ///
    /// @param permitted the only addresses to which the host may resolve; empty if any is right
    /// @param clock monotonic clock in nanoseconds
    /// @param ttl maximum age of the addresses in nanoseconds
    public AddressLookup(Source source, Set<String> permitted, LongSupplier clock, long ttl)
            throws IOException, ForbiddenAddressException {
        this.source = source;
        this.clock = clock;
        this.ttl = ttl;
        this.permitted = permitted;
        addresses = new AddressSet(source.resolve(permitted));
        resolvedAt = clock.getAsLong();
    }

    private AddressLookup(InetSocketAddress address) {
        source = null;
        clock = () -> 0;
        ttl = 0;
        permitted = Set.of();
        addresses = new AddressSet(List.of(address));
    }

    /// An address that never changes.
    public static AddressLookup fixed(InetSocketAddress address) {
        return new AddressLookup(address);
    }

    /// The addresses; the same object as long as they do not change.
    AddressSet addresses() {
        return addresses;
    }

    /// Starts the thread that resolves the host again.
    public void start() {
        if (source != null) {
            requested = true; // the addresses may be as old as the slice
            thread = Thread.ofPlatform().name("resolve").daemon().start(this::run);
        }
    }

    /// Requests another resolution. Returns at once.
    public void request() {
        if (!requested) {
            requested = true;
            LockSupport.unpark(thread);
        }
    }

    /// Requests another resolution after a connection to an address failed. If the response lacks the address, it is gone at once.
    void failed(InetSocketAddress address) {
        if (source != null) {
            failed.add(address);
            request();
        }
    }

    /// Replaces the only addresses to which the host may resolve. Others are gone at once.
    ///
    /// @param texts the addresses; empty if any is right
    /// @param only the same addresses, sorted, as far as this process may connect to them
    public void permit(Set<String> texts, List<InetSocketAddress> only) {
        if (source == null) {
            return;
        }
        synchronized (this) {
            permitted = texts;
            if (!only.isEmpty()) {
                addresses = addresses.permitted(only);
            }
        }
        requested = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            long wait = resolveIfDue();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            }
        }
    }

    /// Resolves the host if it is due. Returns the nanoseconds until it is due.
    long resolveIfDue() {
        long wait = resolvedAt + (requested ? Math.min(LEAST, ttl) : ttl) - clock.getAsLong();
        Source names = source;
        if (wait > 0 || names == null) {
            return wait;
        }
        requested = false;
        Set<InetSocketAddress> unreachable = Set.copyOf(failed);
        failed.removeAll(unreachable);
        Set<String> only = permitted;
        try {
            take(names.resolve(only), only, unreachable);
        } catch (IOException | ForbiddenAddressException e) {
            // The addresses stay. Their connections fail if they are out of date.
        }
        resolvedAt = clock.getAsLong();
        return 0;
    }

    private synchronized void take(List<InetSocketAddress> found, Set<String> only,
            Set<InetSocketAddress> unreachable) {
        if (!only.equals(permitted)) { // replaced in the meantime, which requested another resolution
            return;
        }
        addresses = addresses.resolved(found, clock.getAsLong(), ttl, unreachable::contains);
        if (!addresses.missing().isEmpty()) {
            requested = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
