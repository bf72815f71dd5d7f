package io.fareswarm.network;

import java.net.InetAddress;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.WebAddress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CidrTest {
    @Test
    void anIpv6AddressMayHaveBrackets() {
        assertThat(Cidr.parse("[fd00::]/8")).isEqualTo(Cidr.parse("fd00::/8"));
        assertThatThrownBy(() -> Cidr.parse("[10.0.0.0]/8")).hasMessageContaining("expected a range of addresses");
        assertThat(WebAddress.withoutBrackets("[::1]")).isEqualTo("::1");
        assertThat(WebAddress.withoutBrackets("localhost")).isEqualTo("localhost");
    }

    @Test
    void theLoopbackInterfaceOfThisMachineWorksAndAnotherMachinesAddressDoesNot() throws Exception {
        Loopback.check(Loopback.ADDRESS);
        assertThatThrownBy(() -> Loopback.check(InetAddress.ofLiteral("192.0.2.1")))
                .hasMessageContaining("expected a loopback interface with the address 192.0.2.1");
    }
}
