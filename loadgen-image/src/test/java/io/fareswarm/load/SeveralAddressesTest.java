package io.fareswarm.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.fareswarm.api.Load;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.network.AddressPolicy;
import io.fareswarm.network.CheckedResolver;
import io.fareswarm.protocol.AddressReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.PermittedAddresses;
import io.fareswarm.protocol.Route;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.TaskReport;
import io.fareswarm.protocol.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests of a host with several addresses, with servers on loopback addresses. The resolver of names is replaced.
@Timeout(60)
class SeveralAddressesTest {
    private static final long TTL = 200_000_000L;
    private static final Load ARRIVALS = Slices.arrivals(300, 20);

    private final Map<String, ScriptedServer> servers = new TreeMap<>();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile List<String> names = List.of();
    private int port;

    @AfterEach
    void close() throws IOException {
        for (ScriptedServer server : servers.values()) {
            server.close();
        }
    }

    /// Starts a server; all listen on the same port.
    private ScriptedServer listen(String address) throws IOException {
        ServerSocket socket = new ServerSocket(port, 1024, InetAddress.ofLiteral(address));
        port = socket.getLocalPort();
        ScriptedServer server = new ScriptedServer(socket, connection -> {
            while (connection.read() != null) {
                connection.write(ScriptedServer.OK);
            }
            closed.incrementAndGet();
        });
        servers.put(address, server);
        return server;
    }

    private void listen(int count) throws IOException {
        for (String address : addresses(count)) {
            listen(address);
        }
        names = addresses(count);
    }

    private static List<String> addresses(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(last -> "127.0.0." + last).toList();
    }

    private Slices slices(Load load) {
        return Slices.of(load).tasks(Slices.ride("ride", 1, 0, "200")).url("http://shop.example:" + port);
    }

    private WorkerRun run(Slices slices) {
        return run(slices.slice());
    }

    private WorkerRun run(Slice slice) {
        return new WorkerRun(slice, new ReferencedFiles(null),
                new CheckedResolver(AddressPolicy.parse("127.0.0.0/8"), this::resolve), TTL);
    }

    private InetAddress[] resolve(String host) throws UnknownHostException {
        List<String> now = names;
        if (!host.equals("shop.example") || now.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return now.stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }

    private static Map<String, Long> shares(IntervalReport report) {
        return report.addresses().stream().collect(
                Collectors.toMap(AddressReport::address, AddressReport::requests, Long::sum, TreeMap::new));
    }

    private ScriptedServer server(int last) {
        return Objects.requireNonNull(servers.get("127.0.0." + last));
    }

    private static AddressReport counted(IntervalReport report, int last) {
        return report.addresses().stream().filter(one -> one.address().equals("127.0.0." + last)).findFirst()
                .orElseThrow();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    private Map<String, Long> served() {
        Map<String, Long> served = new TreeMap<>();
        servers.forEach((address, server) -> served.put(address, (long) server.requests()));
        return served;
    }

    @Test
    void arrivalsAndRequestsWithConnectionsOfTheirOwnAreSharedToTheUnit() throws Exception {
        listen(3);
        for (Slices slices : List.of(slices(ARRIVALS), slices(ARRIVALS).perRequest(),
                slices(Slices.users(5, 1e6, "0s")).perRequest())) {
            Map<String, Long> before = served();
            IntervalReport total = new Started(run(slices.times(0, 20_000, 5_000).requests(300L))).total();
            assertThat(total.errors()).isEmpty();
            assertThat(shares(total)).isEqualTo(Map.of("127.0.0.1", 100L, "127.0.0.2", 100L, "127.0.0.3", 100L));
            before.replaceAll((_, requests) -> requests + 100);
            assertThat(served()).isEqualTo(before);
        }
    }

    @Test
    void theConnectionsOfUsersAreSharedAndTheReportHasExactlyWhatTheServersGot() throws Exception {
        listen(3);
        IntervalReport total = new Started(run(slices(Slices.users(6, 1e6, "1ms")).times(0, 500, 5_000))).total();
        assertThat(servers.values()).extracting(ScriptedServer::connections).containsExactly(2, 2, 2);
        assertThat(shares(total)).isEqualTo(served());
        assertThat(total.addresses()).extracting(AddressReport::failures).containsOnly(0L);
    }

    @Test
    void workersWithOneConnectionEachUseDifferentAddresses() throws Exception {
        listen(3);
        for (int worker = 0; worker < 3; worker++) {
            IntervalReport total = new Started(
                    run(slices(Slices.users(3, 1e6, "1ms")).worker(worker, 3).times(0, 100, 5_000))).total();
            assertThat(shares(total).keySet()).containsExactly("127.0.0." + (worker + 1));
        }
    }

    @Test
    void anAddressThatGoesGetsNoMoreRequestsAndANewOneGetsAnEqualShareOfTheConnections() throws Exception {
        listen(4);
        names = List.of("127.0.0.1", "127.0.0.2");
        Started started = new Started(run(slices(Slices.users(6, 1e6, "1ms")).times(0, 20_000, 5_000)));
        await(() -> connections().equals(List.of(3, 3, 0, 0)));
        names = addresses(3);
        await(() -> closed.get() == 2 && connections().equals(List.of(3, 3, 2, 0)));
        names = List.of("127.0.0.2", "127.0.0.3", "127.0.0.4");
        await(() -> closed.get() == 4);
        int requests = server(1).requests();
        await(() -> connections().equals(List.of(3, 3, 2, 2)) && server(4).requests() > 100);
        assertThat(server(1).requests()).isEqualTo(requests);
        started.run.stop();
        IntervalReport total = started.total();
        assertThat(total.errors()).isEmpty();
        assertThat(shares(total)).isEqualTo(served());
    }

    private List<Integer> connections() {
        return servers.values().stream().map(ScriptedServer::connections).toList();
    }

    @Test
    void arrivalsFollowTheAddresses() throws Exception {
        listen(3);
        names = addresses(2);
        Started started = new Started(run(slices(ARRIVALS).times(0, 20_000, 5_000)));
        await(() -> server(1).requests() > 10);
        names = List.of("127.0.0.2", "127.0.0.3");
        await(() -> server(3).requests() > 0);
        // The connections to the first address are closed at the same time.
        int requests = server(1).requests();
        await(() -> server(3).requests() > 50);
        assertThat(server(1).requests()).isEqualTo(requests);
        started.run.stop();
        IntervalReport total = started.total();
        assertThat(total.errors()).isEmpty();
        assertThat(shares(total)).isEqualTo(served());
    }

    @Test
    void aHostIsResolvedAgainAfterAConnectionWasOpenedWithinASecondOrSo() throws Exception {
        listen(3);
        for (Slices slices : List.of(slices(ARRIVALS).perRequest(),
                slices(Slices.users(2, 1e6, "1ms")).perRequest())) {
            names = addresses(2);
            int before = server(3).requests();
            Started started = new Started(new WorkerRun(slices.times(0, 20_000, 5_000).slice(),
                    new ReferencedFiles(null),
                    new CheckedResolver(AddressPolicy.parse("127.0.0.0/8"), this::resolve)));
            await(() -> server(1).requests() > 0);
            names = addresses(3);
            await(() -> server(3).requests() > before);
            assertThat(started.run.state(System.nanoTime())).as("long before the addresses are 30 s old")
                    .isEqualTo(WorkerState.Running);
            started.run.stop();
            assertThat(started.total().errors()).isEmpty();
        }
    }

    @Test
    void anAddressThatRefusesConnectionsIsCountedAndTriedAgainWhileOthersGoOn() throws Exception {
        listen(2);
        names = addresses(3);
        Started started = new Started(run(slices(ARRIVALS).times(0, 20_000, 5_000)));
        await(() -> served().values().stream().allMatch(requests -> requests > 50));
        ScriptedServer late = listen("127.0.0.3");
        await(() -> late.requests() > 50);
        started.run.stop();
        IntervalReport total = started.total();
        assertThat(counted(total, 1).failures()).isZero();
        assertThat(counted(total, 2).failures()).isZero();
        assertThat(counted(total, 3).failures()).isGreaterThan(40)
                .isEqualTo(total.tasks().getFirst().counts().failures());
        assertThat(counted(total, 3).requests() - counted(total, 3).failures())
                .isEqualTo(late.requests());
        assertThat(shares(total).values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(total.tasks().stream().mapToLong(TaskReport::requests).sum());
        assertThat(total.errors()).singleElement()
                .satisfies(error -> assertThat(error.kind()).hasToString("connect"));
    }

    @Test
    void addressesThatAreNotAllowedAndFailedResolutionsChangeNothing() throws Exception {
        listen(3);
        names = addresses(2);
        AtomicInteger resolutions = new AtomicInteger();
        WorkerRun run = new WorkerRun(slices(ARRIVALS).perRequest().times(0, 20_000, 5_000).slice(),
                new ReferencedFiles(null), new CheckedResolver(AddressPolicy.parse("127.0.0.0/8"), host -> {
                    resolutions.incrementAndGet();
                    return resolve(host);
                }), TTL);
        Started started = new Started(run);
        for (List<String> bad : List.of(List.of("127.0.0.3", "169.254.169.254"), List.<String>of())) {
            names = bad;
            int before = resolutions.get();
            await(() -> resolutions.get() >= before + 2);
        }
        started.run.stop();
        IntervalReport total = started.total();
        assertThat(total.errors()).isEmpty();
        assertThat(shares(total).keySet()).containsExactly("127.0.0.1", "127.0.0.2");
        assertThat(server(3).connections()).isZero();
    }

    @Test
    void aHostOfAServiceHasOnlyTheAddressesThatTheOperatorPermitsAtTheTime() throws Exception {
        listen(3);
        Started started = new Started(run(slices(ARRIVALS).times(0, 20_000, 5_000)
                .route(new Route("shop.example", List.of("127.0.0.1"), true))));
        await(() -> server(1).requests() > 10);
        assertThat(server(2).connections()).isZero();
        started.run.permit(List.of("127.0.0.2", "127.0.0.3"));
        await(() -> server(2).requests() > 10 && server(3).requests() > 10);
        started.run.stop();
        IntervalReport total = started.total();
        assertThat(total.errors()).isEmpty();
        assertThat(shares(total)).isEqualTo(served());
    }

    @Test
    void permittedAddressesTakeEffectAlthoughTheDnsStillHasTheOldOnes() throws Exception {
        listen(2);
        names = addresses(1);
        for (Load load : List.of(ARRIVALS, Slices.users(3, 1e6, "1ms"))) {
            int ended = closed.get();
            Started started = new Started(
                    run(slices(load).times(0, 20_000, 5_000).route(new Route("shop.example", addresses(1), true))));
            int before = server(1).requests();
            await(() -> server(1).requests() > before + 10);
            int others = server(2).requests();
            started.run.permit(List.of("127.0.0.2"));
            await(() -> server(2).requests() > others + 10 && closed.get() > ended);
            started.run.stop();
            assertThat(started.total().errors()).isEmpty();
        }
    }

    @Test
    void theConnectionsOfArrivalsAreNoMoreThanTheRequestsThatMayBeInFlight() throws Exception {
        listen(3);
        IntervalReport total = new Started(
                run(slices(Slices.arrivals(100, 1)).times(0, 20_000, 5_000).requests(30L))).total();
        assertThat(total.errors()).isEmpty();
        assertThat(served().values()).allMatch(requests -> requests > 5);
        assertThat(connections()).as("one at a time, and each request at another address")
                .isEqualTo(servers.values().stream().map(ScriptedServer::requests).toList());
    }

    @Test
    void aWorkerThatShowsResponsesKeepsItsAddressesIfThoseOfOthersMustNotBeShown() throws Exception {
        listen(2);
        for (boolean shows : List.of(true, false)) {
            AtomicReference<WorkerRun> run = new AtomicReference<>();
            Worker worker = new Worker(System::nanoTime, true, slice -> {
                run.set(run(slice));
                return run.get();
            });
            Slice slice = slices(ARRIVALS).times(0, 20_000, 5_000)
                    .route(new Route("shop.example", List.of("127.0.0.1"), shows)).slice();
            worker.assign(slice);
            Worker.Response response = worker
                    .permit(new PermittedAddresses(slice.run().id(), List.of("127.0.0.2"), false));
            assertThat(response.code()).isEqualTo(shows ? 409 : 200);
            int before = server(2).connections();
            Started started = new Started(run.get());
            await(() -> server(shows ? 1 : 2).requests() > 10);
            assertThat(server(2).connections() > before).isEqualTo(!shows);
            started.run.stop();
            assertThat(started.total().errors()).isEmpty();
        }
    }

    @Test
    void addressesBeyondTheSixtyFourthAreCountedTogether() throws Exception {
        port = listen("0.0.0.0").port();
        names = addresses(70);
        IntervalReport total = new Started(
                run(slices(Slices.users(3, 1e6, "0s")).perRequest().times(0, 20_000, 5_000).requests(140L))).total();
        Map<String, Long> shares = shares(total);
        assertThat(shares).hasSize(65).containsEntry(AddressReport.OTHERS, 12L);
        Collection<Long> counts = shares.values();
        assertThat(counts.stream().filter(count -> count == 2)).hasSize(64);
    }

    @Test
    void onlyTheKindOfAddressThatThisMachinePrefersIsUsed() throws Exception {
        listen(2);
        names = Arrays.asList("127.0.0.2", "::1", "127.0.0.1", "127.0.0.2");
        WorkerRun run = new WorkerRun(
                slices(ARRIVALS).times(0, 20_000, 5_000).requests(100L).slice(),
                new ReferencedFiles(null),
                new CheckedResolver(AddressPolicy.parse(AddressPolicy.ANYWHERE), this::resolve), TTL);
        assertThat(shares(new Started(run).total())).isEqualTo(Map.of("127.0.0.1", 50L, "127.0.0.2", 50L));
    }
}
