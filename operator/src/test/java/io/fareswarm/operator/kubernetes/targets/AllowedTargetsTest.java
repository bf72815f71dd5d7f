package io.fareswarm.operator.kubernetes.targets;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fareswarm.network.AddressPolicy;

import static org.assertj.core.api.Assertions.assertThat;

class AllowedTargetsTest {
    private static final AllowedTargets SOME = new AllowedTargets(
            List.of("api.example.com", "*.shop.test", "intranet", "10.1.2.3", "evil.other.svc"),
            AddressPolicy.parse("10.20.0.0/16,127.0.0.8/32,fd12::/16"));

    private static HostKind kind(AllowedTargets allowed, String address) {
        return allowed.kind("spec.target.url", address, "sec");
    }

    /// Targets that no user may name, in a namespace `sec` and with an administrator's list that is not empty.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            http://127.0.0.1:8080                | expected an ordinary address, found 127.0.0.1, a loopback address, which is the pod itself
            http://127.255.255.254               | found 127.255.255.254, a loopback address
            http://0.0.0.0                       | found 0.0.0.0, an unspecified address
            http://169.254.169.254/latest        | found 169.254.169.254, a link-local address, at which clouds have their metadata
            http://169.254.170.2/v2              | a link-local address
            http://100.100.100.200               | an address of a cloud's metadata
            http://168.63.129.16                 | an address of a cloud's metadata
            http://224.0.0.1                     | a multicast address
            http://255.255.255.255               | a reserved address
            http://[::]                          | an unspecified address
            http://[::1]:8080                    | a loopback address
            http://[0:0:0:0:0:0:0:1]             | a loopback address
            http://[0000:0000::0001]             | a loopback address
            http://[::ffff:127.0.0.1]            | found 127.0.0.1, a loopback address
            http://[::FFFF:7F00:1]               | found 127.0.0.1, a loopback address
            http://[::ffff:169.254.169.254]      | found 169.254.169.254, a link-local address
            http://[::127.0.0.1]                 | an IPv6 address for 127.0.0.1, a loopback address
            http://[64:ff9b::7f00:1]             | an IPv6 address for 127.0.0.1, a loopback address
            http://[64:ff9b::169.254.169.254]    | an IPv6 address for 169.254.169.254, a link-local address
            http://[64:ff9b:1::7f00:1]           | a NAT64 address of a local prefix
            http://[2002:7f00:1::]               | an IPv6 address for 127.0.0.1, a loopback address
            http://[fe80::1]                     | a link-local address
            http://[ff02::1]                     | a multicast address
            http://[fd00:ec2::254]               | an address of a cloud's metadata
            http://[fe80::1%25eth0]              | expected an IPv6 address without a zone
            http://[fe80::1%eth0]                | expected an IPv6 address without a zone
            http://127.1                         | expected a name, or an IPv4 address of four decimal numbers without leading zeros, found http://127.1
            http://127.0.1:80                    | expected a name, or an IPv4 address of four decimal numbers
            http://0177.0.0.1                    | expected a name, or an IPv4 address of four decimal numbers
            http://0x7f.0.0.1                    | expected a name, or an IPv4 address of four decimal numbers
            http://0X7F.1                        | expected a name, or an IPv4 address of four decimal numbers
            http://2130706433                    | expected a name, or an IPv4 address of four decimal numbers
            http://0x7f000001                    | expected a name, or an IPv4 address of four decimal numbers
            http://017700000001                  | expected a name, or an IPv4 address of four decimal numbers
            http://127.0.0.01                    | expected a name, or an IPv4 address of four decimal numbers
            http://127.0.0.1.                    | expected a name, or an IPv4 address of four decimal numbers
            http://256.0.0.1                     | expected a name, or an IPv4 address of four decimal numbers
            http://localhost:8080                | expected another machine than the pod itself, found localhost; name a Service of namespace sec
            http://LOCALHOST                     | expected another machine than the pod itself, found localhost
            http://localhost.                    | expected another machine than the pod itself
            http://a.localhost                   | expected another machine than the pod itself
            http://10.0.0.1                      | expected a Service of namespace sec or one of the operator's allowed targets (api.example.com, *.shop.test, intranet, 10.1.2.3, evil.other.svc), found 10.0.0.1; name such a Service, or let the administrator add the host to allowedCidrs
            http://10.21.0.1                     | add the host to allowedCidrs
            http://[2a00::1]                     | found [2a00::1]; name such a Service, or let the administrator add the host to allowedCidrs
            http://evil.other                    | expected a Service of namespace sec
            http://shop.other.svc                | found shop.other.svc; name such a Service, or let the administrator add the host to allowedTargets
            http://SHOP.OTHER.SVC                | found shop.other.svc
            http://shop.other.svc.cluster.local. | expected a Service of namespace sec
            http://kubernetes.default.svc        | expected a Service of namespace sec
            http://shop.secx                     | expected a Service of namespace sec
            http://shop.sec.example.com          | expected a Service of namespace sec
            http://shop.sec.svc.example.com      | expected a Service of namespace sec
            http://shop.sec.svc.cluster          | expected a Service of namespace sec
            http://a.shop.sec.svc                | expected a Service of namespace sec
            http://example.com                   | expected a Service of namespace sec
            http://evilapi.example.com           | expected a Service of namespace sec
            http://api.example.com.evil.com      | expected a Service of namespace sec
            http://shop.test                     | expected a Service of namespace sec
            http://user@shop                     | expected an address without user info, found http://user@shop; correct the address
            http://api.example.com@evil.com      | expected an address without user info
            http://api.example.com:80@evil.com   | expected an address without user info
            http://evil.com#@api.example.com     | expected http:// or https:// with a host, and without a fragment
            http://evil.com\\@api.example.com    | expected an http or https address without spaces, backslashes and braces
            http://①②⑦.⓪.⓪.①                | expected a host name in ASCII
            http://127。0。0。1                   | expected a host name in ASCII
            http://sh\u043ep                     | expected a host name in ASCII
            http://shop．sec                      | expected a host name in ASCII
            http://%31%32%37.0.0.1               | expected a host without percent-encoding and without a zone
            http://localhost%00.example.com      | expected a host without percent-encoding
            http://shop..svc                     | expected a host name without empty labels
            http://.shop                         | expected a host name without empty labels
            http://shop..                        | expected a host name without empty labels
            http://:8080                         | expected a host name without empty labels
            http://                              | expected
            http:///metadata                     | expected http:// or https:// with a host
            //shop                               | expected http:// or https:// with a host
            ftp://shop                           | expected http:// or https:// with a host
            file:///etc/passwd                   | expected http:// or https:// with a host
            http://a_b/x                         | expected a Service of namespace sec
            http://-shop                         | expected a host name of letters, digits, hyphens, underscores and dots
            http://shop/%zz                      | expected an http or https address without spaces
            """)
    void aForbiddenTargetIsRejectedWithTheReason(String address, String reason) {
        assertThat(kind(SOME, address)).isInstanceOfSatisfying(HostKind.NotAllowed.class,
                rejected -> assertThat(rejected.message()).startsWith("spec.target.url: expected ")
                        .contains(", found ", "; ")
                        .contains(reason));
        assertThat(kind(AllowedTargets.NONE, address)).isInstanceOf(HostKind.NotAllowed.class);
    }

    @ParameterizedTest
    @CsvSource({"http://shop, shop", "http://shop:8080/base, shop", "https://SHOP, shop", "http://shop., shop",
            "http://shop.sec, shop", "http://evil.sec, evil", "http://shop.sec., shop", "http://shop.sec.svc, shop",
            "http://shop.sec.svc., shop", "http://shop.sec.svc.cluster.local, shop",
            "http://shop.sec.svc.cluster.local.:80, shop", "http://Shop.Sec.SVC.Cluster.Local, shop",
            "http://metadata, metadata", "http://my-shop-2, my-shop-2"})
    void aNameOfTheNamespaceNeedsItsService(String address, String service) {
        assertThat(kind(AllowedTargets.NONE, address)).isEqualTo(new HostKind.OfService(service, false));
    }

    @ParameterizedTest
    @CsvSource({"https://api.example.com/x, api.example.com.", "http://API.example.com, api.example.com.",
            "http://api.example.com.:8080, api.example.com.", "http://a.b.shop.test, a.b.shop.test.",
            "http://10.1.2.3, 10.1.2.3", "http://10.20.255.1, 10.20.255.1", "http://127.0.0.8, 127.0.0.8",
            "http://[fd12::1], fd12::1", "http://[::ffff:10.20.0.1], ::ffff:10.20.0.1",
            "http://evil.other.svc, evil.other.svc"})
    void aListedHostOrAddressIsAllowedAndNoSearchListCompletesIt(String address, String host) {
        assertThat(kind(SOME, address)).isEqualTo(new HostKind.Listed(host));
    }

    @Test
    void aListedNameWithoutADotIsAServiceFirst() {
        assertThat(kind(SOME, "http://intranet")).isEqualTo(new HostKind.OfService("intranet", true));
    }

    @Test
    void aListedSpecialAddressNeedsItsRange() {
        AllowedTargets listed = new AllowedTargets(List.of("127.0.0.1", "169.254.169.254"), AddressPolicy.CLOSED);
        assertThat(kind(listed, "http://127.0.0.1")).isInstanceOf(HostKind.NotAllowed.class);
        assertThat(kind(listed, "http://169.254.169.254")).isInstanceOf(HostKind.NotAllowed.class);
    }

    @Test
    void localhostIsAllowedByNameOnly() {
        AllowedTargets listed = new AllowedTargets(List.of("localhost"), AddressPolicy.CLOSED);
        assertThat(kind(listed, "http://localhost")).as("its address needs a range in the worker too")
                .isEqualTo(new HostKind.Listed("localhost"));
    }

    @Test
    void anEmptyListIsNamedInTheMessage() {
        assertThat(kind(AllowedTargets.NONE, "http://example.com:81/a")).isEqualTo(new HostKind.NotAllowed(
                "spec.target.url: expected a Service of namespace sec (the operator's list of allowed targets is empty), found"
                        + " example.com; name such a Service, or let the administrator add the host to allowedTargets"));
    }

    @Test
    void aNamespaceAddsItsTargetsToThoseOfAllNamespaces() {
        TargetSettings settings = TargetSettings.of("a.test, b.test,", "10.0.0.0/8", """
                {"sec": {"hosts": ["c.test"], "cidrs": ["127.0.0.0/8"]}, "other": {"hosts": ["d.test"]}}""");
        assertThat(settings.in("sec").hosts()).containsExactly("a.test", "b.test", "c.test");
        assertThat(settings.in("sec").arguments()).containsExactly("--allowed-cidrs", "10.0.0.0/8,127.0.0.0/8");
        assertThat(settings.in("other").hosts()).containsExactly("a.test", "b.test", "d.test");
        assertThat(settings.in("third").arguments()).containsExactly("--allowed-cidrs", "10.0.0.0/8");
        assertThat(TargetSettings.of("", "", "").in("sec")).isEqualTo(AllowedTargets.NONE);
        assertThat(AllowedTargets.NONE.arguments()).isEmpty();
    }

    @Test
    void aTargetOutsideTheNamespacesServicesIsAskedForAllowedHostsOnly() {
        AllowedTargets listed = new AllowedTargets(List.of("shop.test", "*.fares.test"),
                AddressPolicy.parse("10.0.0.0/8"));
        for (String host : List.of("shop.test", "SHOP.test:8443", "a.fares.test", "10.0.0.7")) {
            assertThat(listed.rejectedName("spec.target.url", host, "sec")).as(host).isEmpty();
        }
        for (String host : List.of("other.test", "taxi", "taxi.sec.svc", "11.0.0.7", "localhost")) {
            assertThat(listed.rejectedName("spec.target.url", host, "sec")).as(host).hasValueSatisfying(
                    message -> assertThat(message)
                            .startsWith("spec.target.url: expected a host that the operator allows")
                            .contains("found " + host));
        }
    }
}
