package io.fareswarm.load.send;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AddressLookupTest {
    private static final long S = 1_000_000_000L;

    private final AtomicLong clock = new AtomicLong(5 * S);
    private final AtomicInteger resolutions = new AtomicInteger();
    private List<InetSocketAddress> names = addresses("10.0.0.1", "10.0.0.2");

    private static List<InetSocketAddress> addresses(String... literals) {
        return List.of(literals).stream().map(text -> new InetSocketAddress(InetAddress.ofLiteral(text), 80)).toList();
    }

    private AddressLookup lookup() throws Exception {
        return new AddressLookup(() -> {
            resolutions.incrementAndGet();
            if (names.isEmpty()) {
                throw new UnknownHostException("shop");
            }
            return names;
        }, clock::get, AddressLookup.TTL);
    }

    private void pass(AddressLookup lookup, long seconds) {
        clock.addAndGet(seconds * S);
        lookup.resolveIfDue();
    }

    @Test
    void aHostIsResolvedAgainAfterThirtySeconds() throws Exception {
        AddressLookup lookup = lookup();
        names = addresses("10.0.0.3");
        pass(lookup, 29);
        assertThat(resolutions).hasValue(1);
        assertThat(lookup.resolveIfDue()).isEqualTo(S);
        pass(lookup, 1);
        assertThat(resolutions).hasValue(2);
        assertThat(lookup.addresses()).isEqualTo(names);
    }

    @Test
    void aRequestedResolutionComesASecondAfterTheLastOne() throws Exception {
        AddressLookup lookup = lookup();
        lookup.request();
        lookup.request();
        assertThat(lookup.resolveIfDue()).isEqualTo(S);
        pass(lookup, 1);
        assertThat(resolutions).hasValue(2);
        pass(lookup, 10);
        assertThat(resolutions).as("one request, one resolution").hasValue(2);
    }

    @Test
    void aFailedResolutionLeavesTheAddressesAndIsRepeated() throws Exception {
        AddressLookup lookup = lookup();
        List<InetSocketAddress> before = lookup.addresses();
        names = List.of();
        pass(lookup, 30);
        assertThat(resolutions).hasValue(2);
        assertThat(lookup.addresses()).isSameAs(before);
        names = addresses("10.0.0.1", "10.0.0.2");
        pass(lookup, 30);
        assertThat(lookup.addresses()).as("equal addresses are no change").isSameAs(before);
    }
}
