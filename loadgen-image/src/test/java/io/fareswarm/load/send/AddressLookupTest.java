package io.fareswarm.load.send;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
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
        return new AddressLookup(_ -> {
            resolutions.incrementAndGet();
            if (names.isEmpty()) {
                throw new UnknownHostException("shop");
            }
            return names;
        }, Set.of(), clock::get, AddressLookup.TTL);
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
        assertThat(lookup.addresses().current()).isEqualTo(names);
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
    void anAddressIsGoneWhenItWasMissingForThirtySeconds() throws Exception {
        AddressLookup lookup = lookup();
        names = addresses("10.0.0.1");
        for (int second = 0; second < 30; second++) {
            pass(lookup, second == 0 ? 30 : 1);
            assertThat(lookup.addresses().current()).isEqualTo(names);
            assertThat(lookup.addresses().missing().keySet()).as("%s", second)
                    .isEqualTo(Set.copyOf(addresses("10.0.0.2")));
        }
        assertThat(resolutions).as("the host is resolved each second while an address is missing").hasValue(31);
        pass(lookup, 1);
        assertThat(lookup.addresses().missing()).isEmpty();
        pass(lookup, 1);
        pass(lookup, 29);
        assertThat(resolutions).hasValue(33);
    }

    @Test
    void anAddressThatIsMissingOnlyForAMomentStays() throws Exception {
        AddressLookup lookup = lookup();
        List<InetSocketAddress> both = names;
        names = addresses("10.0.0.1");
        pass(lookup, 30);
        pass(lookup, 29);
        names = both;
        pass(lookup, 1);
        assertThat(lookup.addresses()).isEqualTo(new AddressSet(both));
        names = addresses("10.0.0.1");
        pass(lookup, 30);
        assertThat(lookup.addresses().missing()).as("counted anew").hasSize(1);
    }

    @Test
    void anAddressThatIsMissingIsGoneAtOnceAfterAFailureToConnectToIt() throws Exception {
        AddressLookup lookup = lookup();
        InetSocketAddress second = names.getLast();
        lookup.failed(second);
        pass(lookup, 1);
        assertThat(lookup.addresses().current()).as("the host still has it").isEqualTo(names);
        lookup.failed(second);
        names = addresses("10.0.0.1");
        pass(lookup, 1);
        assertThat(lookup.addresses()).isEqualTo(new AddressSet(names));
    }

    @Test
    void permittedAddressesTakeEffectBeforeTheNextResolution() throws Exception {
        AddressLookup lookup = lookup();
        lookup.permit(Set.of("10.0.0.2", "10.0.0.3"), addresses("10.0.0.2", "10.0.0.3"));
        assertThat(lookup.addresses()).isEqualTo(new AddressSet(addresses("10.0.0.2")));
        lookup.permit(Set.of("10.0.0.4", "::4"), addresses("10.0.0.4", "::4"));
        assertThat(lookup.addresses()).as("no address of before: all of the same kind")
                .isEqualTo(new AddressSet(addresses("10.0.0.4")));
        lookup.permit(Set.of("::4"), addresses("::4"));
        assertThat(lookup.addresses()).isEqualTo(new AddressSet(addresses("::4")));
    }

    @Test
    void aMissingAddressThatIsNotPermittedIsGone() throws Exception {
        AddressLookup lookup = lookup();
        names = addresses("10.0.0.3");
        pass(lookup, 30);
        assertThat(lookup.addresses().missing()).hasSize(2);
        lookup.permit(Set.of("10.0.0.2", "10.0.0.3"), addresses("10.0.0.2", "10.0.0.3"));
        assertThat(lookup.addresses().current()).isEqualTo(names);
        assertThat(lookup.addresses().missing().keySet()).isEqualTo(Set.copyOf(addresses("10.0.0.2")));
    }

    @Test
    void aResolutionThatBeganBeforeAddressesWerePermittedHasNoEffect() throws Exception {
        AtomicReference<@Nullable AddressLookup> self = new AtomicReference<>();
        AddressLookup lookup = new AddressLookup(_ -> {
            AddressLookup begun = self.getAndSet(null);
            if (begun != null) {
                begun.permit(Set.of("10.0.0.9"), addresses("10.0.0.9"));
            }
            return names;
        }, Set.of(), clock::get, AddressLookup.TTL);
        self.set(lookup);
        pass(lookup, 30);
        assertThat(lookup.addresses()).isEqualTo(new AddressSet(addresses("10.0.0.9")));
        pass(lookup, 1);
        assertThat(lookup.addresses().current()).as("resolved again a second later").isEqualTo(names);
    }

    @Test
    void aFailedResolutionLeavesTheAddressesAndIsRepeated() throws Exception {
        AddressLookup lookup = lookup();
        AddressSet before = lookup.addresses();
        names = List.of();
        pass(lookup, 30);
        assertThat(resolutions).hasValue(2);
        assertThat(lookup.addresses()).isSameAs(before);
        names = addresses("10.0.0.1", "10.0.0.2");
        pass(lookup, 30);
        assertThat(lookup.addresses()).as("equal addresses are no change").isSameAs(before);
    }
}
