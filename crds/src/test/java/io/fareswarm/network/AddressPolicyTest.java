package io.fareswarm.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AddressPolicyTest {
    private static InetAddress address(String text) {
        return IpLiterals.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.0.0.0            | an unspecified address
            0.1.2.3            | an unspecified address
            127.0.0.1          | a loopback address, which is the pod itself
            127.255.255.254    | a loopback address, which is the pod itself
            169.254.0.1        | a link-local address, at which clouds have their metadata
            169.254.169.254    | a link-local address, at which clouds have their metadata
            169.254.170.2      | a link-local address, at which clouds have their metadata
            224.0.0.1          | a multicast address
            239.255.255.255    | a multicast address
            240.0.0.1          | a reserved address
            255.255.255.255    | a reserved address
            100.100.100.200    | an address of a cloud's metadata
            192.0.0.192        | an address of a cloud's metadata
            168.63.129.16      | an address of a cloud's metadata
            ::                 | an unspecified address
            ::1                | a loopback address, which is the pod itself
            0:0:0:0:0:0:0:1    | a loopback address, which is the pod itself
            fe80::1            | a link-local address
            febf::1            | a link-local address
            fec0::1            | a site-local address
            ff02::1            | a multicast address
            fd00:ec2::254      | an address of a cloud's metadata
            fd20:ce::254       | an address of a cloud's metadata
            ::ffff:127.0.0.1   | a loopback address, which is the pod itself
            ::FFFF:7f00:1      | a loopback address, which is the pod itself
            ::ffff:169.254.169.254 | a link-local address, at which clouds have their metadata
            ::127.0.0.1        | an IPv6 address for 127.0.0.1, a loopback address, which is the pod itself
            ::ffff:0:127.0.0.1 | an IPv6 address for 127.0.0.1, a loopback address, which is the pod itself
            64:ff9b::7f00:1    | an IPv6 address for 127.0.0.1, a loopback address, which is the pod itself
            64:ff9b::169.254.169.254 | an IPv6 address for 169.254.169.254, a link-local address, at which clouds have their metadata
            64:ff9b:1::a00:1   | a NAT64 address of a local prefix, which stands for any IPv4 address
            2002:7f00:1::      | an IPv6 address for 127.0.0.1, a loopback address, which is the pod itself
            2002:a9fe:a9fe::1  | an IPv6 address for 169.254.169.254, a link-local address, at which clouds have their metadata
            2001:0:7f00:1::    | an IPv6 address for 127.0.0.1, a loopback address, which is the pod itself
            2001:0:808:808:0:0:80ff:fffe | an IPv6 address for 127.0.0.1, a loopback address, which is the pod itself
            2a00::5efe:127.0.0.1 | an IPv6 address for 127.0.0.1, a loopback address, which is the pod itself
            2a00::200:5efe:a9fe:a9fe | an IPv6 address for 169.254.169.254, a link-local address, at which clouds have their metadata
            """)
    void aSpecialAddressIsRejectedWithItsKind(String text, String kind) {
        assertThat(AddressPolicy.CLOSED.rejection(address(text))).hasValueSatisfying(rejection -> assertThat(rejection)
                .startsWith("expected an ordinary address, found ").endsWith(", " + kind
                        + "; choose another target, or let the administrator allow the address in allowedCidrs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "100.100.100.201", "8.8.8.8",
            "1.1.1.1",
            "168.63.129.17", "223.255.255.255", "169.253.255.255", "169.255.0.0", "126.255.255.255", "128.0.0.0",
            "2a00:1450:4001:80b::200e", "fd12:3456::1", "64:ff9b::808:808", "64:ff9b::a00:1", "2002:808:808::1",
            "2a00::5efe:8.8.8.8", "::ffff:10.0.0.1", "fd00:ec1::254"})
    void anOrdinaryAddressIsAllowed(String text) {
        assertThat(AddressPolicy.CLOSED.rejection(address(text))).isEmpty();
    }

    @Test
    void anIpv4MappedAddressOfSixteenBytesIsJudgedAsTheIpv4Address() throws UnknownHostException {
        byte[] bytes = HexFormat.of().parseHex("00000000000000000000ffff7f000001");
        assertThat(AddressPolicy.CLOSED.rejection(InetAddress.getByAddress(bytes))).isPresent();
    }

    @Test
    void anAllowedRangeOverridesTheRejection() {
        AddressPolicy some = AddressPolicy.parse("127.0.0.0/8, fe80::/10");
        assertThat(some.rejection(address("127.0.0.1"))).isEmpty();
        assertThat(some.rejection(address("fe80::1"))).isEmpty();
        assertThat(some.rejection(address("::1"))).isPresent();
        assertThat(some.rejection(address("64:ff9b::7f00:1"))).isPresent();
        assertThat(AddressPolicy.parse(AddressPolicy.ANYWHERE).rejection(address("169.254.169.254"))).isEmpty();
        assertThat(AddressPolicy.parse("").allowed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.255.0.1, true", "10.0.0.0/8, 11.0.0.0, false", "10.1.2.128/25, 10.1.2.200, true",
            "10.1.2.128/25, 10.1.2.127, false", "0.0.0.0/0, 200.1.2.3, true", "0.0.0.0/0, ::1, false",
            "fd00::/8, fdff::1, true", "fd00::/8, fc00::1, false", "::1/128, ::1, true", "1.2.3.4/32, 1.2.3.5, false"})
    void aRangeHasTheAddressesThatBeginWithItsBits(String range, String address, boolean has) {
        assertThat(Cidr.parse(range).contains(address(address))).isEqualTo(has);
        assertThat(Cidr.parse(Cidr.parse(range).toString())).isEqualTo(Cidr.parse(range));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0/8", "010.0.0.0/8",
            "fd00::/129",
            "fe80::1%eth0/64", "example.com/8", "10.0.0.1/8", "10.0.0.0/8/8", "/8"})
    void aTextThatIsNoRangeIsRejected(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected a range ").hasMessageContaining("found " + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.1", "127.0.1", "0177.0.0.1", "0x7f.0.0.1", "0X7f.1", "2130706433", "0x7f000001",
            "017700000001",
            "127.0.0.01", "256.0.0.1", "1.2.3.4.5", "127.0.0.1.", "shop.8080", "0x"})
    void aNumericHostThatIsNoLiteralIsRecognized(String host) {
        assertThat(IpLiterals.parse(host)).isEmpty();
        assertThat(IpLiterals.isNumeric(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "shop.fares.svc", "1and1.com", "3com", "a.0xg", "deadbeef"})
    void aNameIsNotNumeric(String host) {
        assertThat(IpLiterals.isNumeric(host)).isFalse();
    }
}
