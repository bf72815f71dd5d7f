package io.fareswarm.load;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.network.AddressPolicy;
import io.fareswarm.network.CheckedResolver;
import io.fareswarm.network.HostResolver;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Tests to which addresses a worker connects. The resolver of names is the boundary that the tests replace.
@Timeout(60)
class TargetAddressTest {
    private static final AddressPolicy LOOPBACK = AddressPolicy.parse("127.0.0.0/8");

    private static Slices slices(String url) {
        return Slices.of(Slices.users(4, 1000, "1ms")).tasks(Slices.ride("ride", 1, 0, "200")).times(0, 300, 5_000)
                .url(url);
    }

    private static WorkerRun run(Slices slices, AddressPolicy policy, HostResolver names) {
        return new WorkerRun(slices.slice(), new ReferencedFiles(null), new CheckedResolver(policy, names));
    }

    private static InetAddress[] addresses(String text) throws UnknownHostException {
        return new InetAddress[]{InetAddress.ofLiteral(text)};
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080", "http://127.1.2.3", "http://localhost:8080", "http://LOCALHOST",
            "http://0.0.0.0",
            "http://169.254.169.254/latest/meta-data", "http://224.0.0.1", "http://255.255.255.255",
            "http://100.100.100.200", "http://[::]", "http://[::1]:8080", "http://[0:0:0:0:0:0:0:1]",
            "http://[fe80::1]",
            "http://[ff02::1]", "http://[::ffff:127.0.0.1]", "http://[::ffff:7f00:1]",
            "http://[::ffff:169.254.169.254]",
            "http://[64:ff9b::7f00:1]", "http://[64:ff9b:1::1]", "http://[2002:7f00:1::]", "http://[fd00:ec2::254]"})
    void aWorkerPreparesNoRunOnAnAddressThatItMustNotConnectTo(String url) {
        assertThatThrownBy(() -> run(slices(url), AddressPolicy.CLOSED, HostResolver.SYSTEM))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("url: ").hasMessageContaining(
                        "expected an ordinary address, found ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.1", "http://0x7f.0.0.1", "http://0x7f000001",
            "http://2130706433",
            "http://017700000001", "http://[fe80::1%25eth0]", "http://user@127.0.0.1", "http://127.0.0.1@example.com",
            "http://%31%32%37.0.0.1", "http://\u2460\u2461\u2466.0.0.1", "http://127\u30020\u30020\u30021",
            "http://shop..svc",
            "http://", "http://:80"})
    void aWorkerPreparesNoRunOnASpellingThatIsNoHost(String url) {
        assertThatThrownBy(() -> run(slices(url), AddressPolicy.CLOSED, HostResolver.SYSTEM))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("expected");
    }

    @ParameterizedTest
    @CsvSource({"169.254.169.254, a link-local address", "127.0.0.1, a loopback address",
            "0.0.0.0, an unspecified address",
            "64:ff9b::a9fe:a9fe, an IPv6 address for 169.254.169.254"})
    void aNameWithSuchAnAddressIsRejectedToo(String address, String kind) {
        assertThatThrownBy(() -> run(slices("http://api.example.com"), AddressPolicy.CLOSED, _ -> addresses(address)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("api.example.com: ")
                .hasMessageContaining(kind);
    }

    @Test
    void aNameThatIsReboundAfterTheCheckIsNotResolvedAgain() throws Exception {
        AtomicInteger queries = new AtomicInteger();
        HostResolver rebinding = _ -> addresses(queries.getAndIncrement() == 0 ? "127.0.0.1" : "169.254.169.254");
        // The server closes each connection after a response, so that every request connects anew.
        try (ScriptedServer server = new ScriptedServer(connection -> {
            connection.read();
            connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 14\r\n\r\n{\"price\":12.5}");
        })) {
            IntervalReport total = new Started(
                    run(slices("http://evil.example:" + server.port()), LOOPBACK, rebinding)).total();
            assertThat(total.errors()).isEmpty();
            assertThat(total.tasks().getFirst().requests()).isEqualTo(server.requests()).isGreaterThan(4);
            assertThat(server.connections()).isGreaterThan(4);
            assertThat(queries).hasValue(1);
            assertThat(server.heads())
                    .allSatisfy(head -> assertThat(head).contains("Host: evil.example:" + server.port() + "\r\n"));
        }
        assertThatThrownBy(() -> run(slices("http://evil.example"), LOOPBACK, rebinding))
                .as("the next worker's own look").hasMessageContaining("found 169.254.169.254");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://shop:%d", "http://Shop.:%d", "http://shop.fares:%d"})
    void theWorkerConnectsToTheHostOfTheRouteAndTheHostHeaderStaysAsTyped(String url) throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            HostResolver names = host -> host.equals("shop.fares.svc") ? addresses("127.0.0.1") : new InetAddress[0];
            String typed = url.formatted(server.port());
            IntervalReport total = new Started(run(
                    slices(typed).route(new Route("shop.fares.svc", List.of("127.0.0.1"), true)), LOOPBACK, names))
                    .total();
            assertThat(total.errors()).isEmpty();
            assertThat(server.heads()).isNotEmpty().allSatisfy(
                    head -> assertThat(head).contains("Host: " + typed.substring("http://".length()) + "\r\n"));
        }
    }

    @Test
    void anotherAddressThanTheOperatorCheckedIsRejected() {
        Slices slices = slices("http://shop").route(new Route("shop.fares.svc", List.of("10.96.0.7"), true));
        assertThatThrownBy(() -> run(slices, AddressPolicy.CLOSED, _ -> addresses("93.184.216.34")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(
                        "shop.fares.svc: expected one of the addresses that the operator has checked (10.96.0.7),"
                                + " found 93.184.216.34");
    }

    @Test
    void anAddressIsWhereTheWorkerConnectsAndTheHostHeaderStaysThatOfTheUrl() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            HostResolver none = host -> host.equals("127.0.0.1") ? addresses(host) : new InetAddress[0];
            IntervalReport total = new Started(run(slices("http://shop.example:81/base")
                    .address("127.0.0.1:" + server.port()), LOOPBACK, none)).total();
            assertThat(total.errors()).isEmpty();
            assertThat(server.requests()).isPositive();
            assertThat(server.heads()).allSatisfy(head -> assertThat(head)
                    .startsWith("POST /base/predict HTTP/1.1\r\nHost: shop.example:81\r\n"));
        }
        assertThatThrownBy(() -> run(slices("http://shop.example").address("169.254.169.254"), LOOPBACK,
                HostResolver.SYSTEM)).hasMessageContaining("expected an ordinary address, found 169.254.169.254");
    }

    @Test
    void anIpv6AddressInBracketsAndANameWithAnUnderscoreAreReached() throws Exception {
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            HostResolver names = host -> host.equals("web_1.shop_net") ? addresses("127.0.0.1") : new InetAddress[0];
            IntervalReport total = new Started(
                    run(slices("http://web_1.shop_net:" + server.port()), LOOPBACK, names)).total();
            assertThat(total.errors()).isEmpty();
            assertThat(server.heads()).isNotEmpty()
                    .allSatisfy(head -> assertThat(head).contains("Host: web_1.shop_net:" + server.port() + "\r\n"));
        }
    }

    @Test
    void eachRequestHasAConnectionOfItsOwnIfTheTestSaysSo() throws Exception {
        // The server would keep its connections open.
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK)) {
            IntervalReport total = new Started(run(slices("http://127.0.0.1:" + server.port()).perRequest(), LOOPBACK,
                    HostResolver.SYSTEM)).total();
            assertThat(total.errors()).isEmpty();
            assertThat(server.connections()).isEqualTo(server.requests()).isGreaterThan(4);
            assertThat(total.tasks().getFirst().requests()).isEqualTo(server.requests());
            assertThat(server.heads()).allSatisfy(head -> assertThat(head).contains("\r\nConnection: close\r\n"));
        }
    }
}
