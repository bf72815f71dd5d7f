package io.fareswarm.load.send;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.fareswarm.network.ForbiddenAddressException;

/// The addresses of the target's host. A thread of its own resolves the host again when the time to live is over, and when
/// somebody requests it, but at most once a second. So nobody else waits for the DNS. If a resolution fails, the addresses
/// stay.
public final class AddressLookup implements AutoCloseable {
    /// Maximum age of the addresses in nanoseconds.
    public static final long TTL = 30_000_000_000L;

    private static final long LEAST = 1_000_000_000L;

    private final @Nullable Source source;
    private final LongSupplier clock;
    private final long ttl;
    private volatile List<InetSocketAddress> addresses;
    private volatile boolean requested;
    private volatile boolean closed;
    private volatile @Nullable Thread thread;
    private long resolvedAt;

    /// Resolver of the target's host.
    public interface Source {
        /// Resolves the host and checks its addresses.
        ///
        /// @return the addresses to connect to, sorted, at least one
        /// @throws ForbiddenAddressException if this process must not connect to the host
        /// @throws IOException if the host has no address
        List<InetSocketAddress> resolve() throws IOException, ForbiddenAddressException;
    }

    /// Resolves the host for the first time.
    ///
    /// @param clock monotonic clock in nanoseconds
    /// @param ttl maximum age of the addresses in nanoseconds
    public AddressLookup(Source source, LongSupplier clock, long ttl) throws IOException, ForbiddenAddressException {
        this.source = source;
        this.clock = clock;
        this.ttl = ttl;
        addresses = source.resolve();
        resolvedAt = clock.getAsLong();
    }

    private AddressLookup(InetSocketAddress address) {
        source = null;
        clock = () -> 0;
        ttl = 0;
        addresses = List.of(address);
    }

    /// An address that never changes.
    public static AddressLookup fixed(InetSocketAddress address) {
        return new AddressLookup(address);
    }

    /// The addresses of the last resolution; the same list as long as they do not change.
    public List<InetSocketAddress> addresses() {
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
        try {
            List<InetSocketAddress> found = names.resolve();
            if (!found.equals(addresses)) {
                addresses = found;
            }
        } catch (IOException | ForbiddenAddressException e) {
            // The addresses stay. Their connections fail if they are out of date.
        }
        resolvedAt = clock.getAsLong();
        return 0;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
