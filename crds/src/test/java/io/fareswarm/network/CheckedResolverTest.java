package io.fareswarm.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CheckedResolverTest {
    private static InetAddress address(String text) {
        return IpLiterals.parse(text).orElseThrow();
    }

    private static InetAddress resolve(String host, Set<String> only, HostResolver names)
            throws ForbiddenAddressException, UnknownHostException {
        return new CheckedResolver(AddressPolicy.CLOSED, names).resolve(host, only);
    }

    /// Resolver whose responses change with each query, like a DNS server that rebinds a name.
    private static HostResolver responses(AtomicInteger queries, List<List<String>> responses) {
        return _ -> responses.get(queries.getAndIncrement()).stream().map(CheckedResolverTest::address)
                .toArray(InetAddress[]::new);
    }

    @Test
    void aNameIsResolvedOnceAndTheCheckedAddressReturned() throws Exception {
        AtomicInteger queries = new AtomicInteger();
        HostResolver rebinding = responses(queries, List.of(List.of("8.8.8.8"), List.of("127.0.0.1")));
        InetAddress checked = resolve("evil.example", Set.of(), rebinding);
        assertThat(checked).isEqualTo(address("8.8.8.8"));
        assertThat(checked.toString()).as("no name that could be resolved again").isEqualTo("/8.8.8.8");
        assertThat(queries).hasValue(1);
        assertThatThrownBy(() -> resolve("evil.example", Set.of(), rebinding))
                .isInstanceOf(ForbiddenAddressException.class)
                .hasMessageStartingWith(
                        "evil.example: expected an ordinary address, found 127.0.0.1, a loopback address");
    }

    @Test
    void aNameWithOneSpecialAddressAmongOthersIsRejected() {
        assertThatThrownBy(() -> resolve("evil.example", Set.of(),
                responses(new AtomicInteger(), List.of(List.of("8.8.8.8", "169.254.169.254")))))
                .isInstanceOf(ForbiddenAddressException.class).hasMessageContaining("found 169.254.169.254");
    }

    @Test
    void aNameMayOnlyHaveTheAddressesThatTheOperatorChecked() throws Exception {
        Set<String> checked = Set.of("10.96.0.7", "fd00::7");
        assertThat(
                resolve("shop", checked, responses(new AtomicInteger(), List.of(List.of("10.1.1.1", "fd00:0:0::7")))))
                .isEqualTo(address("fd00::7"));
        assertThatThrownBy(
                () -> resolve("shop", checked, responses(new AtomicInteger(), List.of(List.of("93.184.216.34")))))
                .isInstanceOf(ForbiddenAddressException.class).hasMessageContaining(
                        "expected one of the addresses that the operator has checked (10.96.0.7, fd00::7), found 93.184.216.34");
    }

    @Test
    void aNameWithoutAnAddressIsUnknown() {
        assertThatThrownBy(() -> resolve("nowhere", Set.of(), _ -> new InetAddress[0]))
                .isInstanceOf(UnknownHostException.class);
    }
}
