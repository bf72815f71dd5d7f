package io.fareswarm.load;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.fareswarm.api.Load;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.network.AddressPolicy;
import io.fareswarm.network.CheckedResolver;
import io.fareswarm.protocol.AddressReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.TaskReport;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests of a host with three addresses over TLS, whose connections are opened before the start barrier.
@Timeout(120)
class TlsAddressesTest {
    private static final int ADDRESSES = 3;
    private static final int CONNECTIONS = 6;
    private static final long TTL = 100_000_000L;

    @TempDir
    static Path files;
    private static Authority authority;

    private final Map<String, ScriptedServer> servers = new TreeMap<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile List<String> names = List.of();
    private int port;

    @BeforeAll
    static void sign() throws Exception {
        authority = new Authority(files);
    }

    @BeforeEach
    void listen() throws Exception {
        names = addresses(1, ADDRESSES);
        for (String address : names) {
            ServerSocket socket = authority.listen("server", InetAddress.ofLiteral(address), port);
            port = socket.getLocalPort();
            servers.put(address, new ScriptedServer(socket, connection -> {
                ((SSLSocket) connection.socket()).startHandshake();
                opened.incrementAndGet();
                while (connection.read() != null) {
                    connection.write(ScriptedServer.OK);
                }
                closed.incrementAndGet();
            }));
        }
    }

    @AfterEach
    void close() throws Exception {
        for (ScriptedServer server : servers.values()) {
            server.close();
        }
    }

    private static List<String> addresses(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(number -> "127.0.0." + number).toList();
    }

    private static Stream<Load> loadsOfSixConnections() {
        return Stream.of(Slices.users(CONNECTIONS, 1000, "1ms"), Slices.arrivals(120, CONNECTIONS));
    }

    private Slices slices(Load load) {
        return Slices.of(load).tasks(Slices.ride("ride", 1, 0, "200")).times(0, 500, 30_000).timeout(10_000)
                .https(port, authority.trusted());
    }

    private WorkerRun run(Slices slices) {
        return new WorkerRun(slices.slice(), new ReferencedFiles(files),
                new CheckedResolver(AddressPolicy.parse("127.0.0.0/8"),
                        _ -> names.stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new)),
                TTL);
    }

    /// A run whose connections are open and whose start barrier has not come.
    private final class Ahead {
        final WorkerRun run;
        private final HeldClock clock = new HeldClock();
        private final CountDownLatch finished = new CountDownLatch(1);

        Ahead(Slices slices) throws Exception {
            run = run(slices);
            run.start(clock, HeldClock.BARRIER, finished::countDown);
            await(() -> opened.get() == CONNECTIONS);
            assertThat(connections()).containsExactly(2, 2, 2);
        }

        IntervalReport total() throws Exception {
            clock.release();
            finished.await();
            assertThat(run.problem()).isNull();
            return Objects.requireNonNull(run.reports().after(-1, Started.STATUS).total());
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    private List<Integer> connections() {
        return servers.values().stream().map(ScriptedServer::connections).toList();
    }

    private ScriptedServer server(int last) {
        return Objects.requireNonNull(servers.get("127.0.0." + last));
    }

    private static long requests(IntervalReport total) {
        return total.tasks().stream().mapToLong(TaskReport::requests).sum();
    }

    /// Asserts that nothing failed, and that the report has exactly what the servers got.
    private void assertShares(IntervalReport total) {
        assertThat(total.errors()).isEmpty();
        Map<String, Long> served = new TreeMap<>();
        servers.forEach((address, server) -> {
            if (server.requests() > 0) {
                served.put(address, (long) server.requests());
            }
        });
        assertThat(total.addresses().stream()
                .collect(Collectors.toMap(AddressReport::address, AddressReport::requests))).isEqualTo(served);
        assertThat(requests(total)).isEqualTo(served.values().stream().mapToLong(Long::longValue).sum());
    }

    @ParameterizedTest
    @MethodSource("loadsOfSixConnections")
    void connectionsThatAreOpenedAheadAreSharedByTheAddressesAndUsed(Load load) throws Exception {
        IntervalReport total = new Ahead(slices(load)).total();
        assertShares(total);
        assertThat(total.addresses()).hasSize(ADDRESSES);
        assertThat(connections()).containsExactly(2, 2, 2);
    }

    @ParameterizedTest
    @MethodSource("loadsOfSixConnections")
    void aConnectionToAnAddressThatGoesBeforeTheStartIsClosedWithoutAFailure(Load load) throws Exception {
        Ahead ahead = new Ahead(slices(load));
        names = addresses(2, ADDRESSES);
        await(() -> closed.get() == 2);
        IntervalReport total = ahead.total();
        assertShares(total);
        assertThat(total.addresses()).extracting(AddressReport::address).doesNotContain("127.0.0.1");
        assertThat(server(1).requests()).isZero();
    }

    @ParameterizedTest
    @MethodSource("loadsOfSixConnections")
    void aLimitOfRequestsCountsNoConnectionThatWasOpenedAhead(Load load) throws Exception {
        IntervalReport total = new Ahead(slices(load).times(0, 60_000, 30_000).requests(30L)).total();
        assertShares(total);
        assertThat(requests(total)).isEqualTo(30);
    }

    @ParameterizedTest
    @MethodSource("loadsOfSixConnections")
    void aRunThatIsStoppedBeforeItsStartSendsNothingAndClosesItsConnections(Load load) throws Exception {
        Ahead ahead = new Ahead(slices(load));
        ahead.run.stop();
        IntervalReport total = ahead.total();
        assertShares(total);
        assertThat(requests(total)).isZero();
        await(() -> closed.get() == CONNECTIONS);
    }

    @Test
    void anEditBeforeTheStartAddsConnectionsToAllAddresses() throws Exception {
        Slices slices = slices(Slices.users(CONNECTIONS, 1000, "1ms"));
        Ahead ahead = new Ahead(slices);
        ahead.run.revise(Slices.revision(slices.slice(), 1_500, new LoadChange(1, 9, 1e6, null)));
        IntervalReport total = ahead.total();
        assertShares(total);
        assertThat(connections()).containsExactly(3, 3, 3);
    }

    @ParameterizedTest
    @MethodSource("loadsOfSixConnections")
    void aReplacementUsesAllAddressesFromItsFirstSecondOn(Load load) throws Exception {
        IntervalReport total = new Started(run(slices(load).times(0, 2_000, 30_000).takeover(1, 0))).total();
        assertShares(total);
        assertThat(total.addresses()).hasSize(ADDRESSES);
        assertThat(connections()).containsExactly(2, 2, 2);
    }
}
