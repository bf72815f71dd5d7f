package io.fareswarm.load.send;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.fareswarm.load.Slices;
import io.fareswarm.load.measure.AddressIndex;
import io.fareswarm.load.pace.Pacer;
import io.fareswarm.load.pace.UserPacer;
import io.fareswarm.load.pace.UserSchedule;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests of the moves of connections, on a clock and with a DNS of their own. No connection is really opened.
class EndpointsTest {
    private static final long S = 1_000_000_000L;
    private static final int USERS = 100;
    private static final List<InetSocketAddress> NINE = IntStream.rangeClosed(1, 9)
            .mapToObj(last -> new InetSocketAddress(InetAddress.ofLiteral("10.0.0." + last), 80)).toList();

    private final UserPacer pacer = (UserPacer) Pacer.of(Slices.of(Slices.users(USERS, 1e6, "1ms")).slice());
    private final List<ConnectionSlot> slots = new ArrayList<>();
    private long clock;
    private int resolutions;
    private int connects;

    @AfterEach
    void close() {
        slots.forEach(ConnectionPool::close);
    }

    private AddressLookup lookup(Supplier<List<InetSocketAddress>> names) throws Exception {
        return new AddressLookup(_ -> {
            resolutions++;
            return names.get();
        }, Set.of(), () -> clock, AddressLookup.TTL);
    }

    private Endpoints users(AddressLookup lookup) throws IOException {
        Endpoints endpoints = new Endpoints(lookup, new AddressIndex(), 0);
        for (int i = 0; i < USERS; i++) {
            ConnectionSlot slot = new ConnectionSlot(new UserSchedule(pacer, i));
            slots.add(slot);
            connect(endpoints, slot);
        }
        return endpoints;
    }

    private void connect(Endpoints endpoints, ConnectionSlot slot) throws IOException {
        Endpoint endpoint = endpoints.forConnection(slot);
        slot.endpoint = endpoint;
        endpoint.connections++;
        slot.channel = SocketChannel.open();
        connects++;
    }

    /// Passes time in steps of 100 ms, in each of which all users have a response. Returns the number of new connections.
    private int pass(long seconds, AddressLookup lookup, Endpoints endpoints) throws IOException {
        int before = connects;
        for (long end = clock + seconds * S; clock < end;) {
            clock += S / 10;
            lookup.resolveIfDue();
            endpoints.refresh();
            for (ConnectionSlot slot : slots) {
                if (Endpoints.moves(slot)) {
                    ConnectionPool.close(slot);
                    connect(endpoints, slot);
                }
            }
        }
        return connects - before;
    }

    private List<Integer> connections() {
        return slots.stream().map(slot -> Objects.requireNonNull(slot.endpoint))
                .collect(Collectors.groupingBy(one -> one.number, Collectors.counting())).values().stream()
                .map(Long::intValue).toList();
    }

    @Test
    void aDnsThatHasOtherPartsOfTheAddressesInEachResponseCausesFewReconnects() throws Exception {
        Random random = new Random(42);
        AddressLookup lookup = lookup(() -> {
            List<InetSocketAddress> some = new ArrayList<>(NINE);
            Collections.shuffle(some, random);
            return some.subList(0, 3).stream()
                    .sorted(Comparator.comparing(one -> one.getAddress().getHostAddress())).toList();
        });
        Endpoints endpoints = users(lookup);
        assertThat(pass(30, lookup, endpoints)).as("each new address gets its share").isBetween(50, USERS);
        assertThat(connections()).hasSize(9).allMatch(count -> count >= 5 && count <= 20);
        assertThat(pass(30, lookup, endpoints)).as("all addresses are known").isLessThan(5);
        assertThat(resolutions).isLessThanOrEqualTo(61);
    }

    @Test
    void connectionsThatMoveRequestNoResolution() throws Exception {
        List<InetSocketAddress> names = new ArrayList<>(NINE.subList(0, 2));
        AddressLookup lookup = lookup(() -> List.copyOf(names));
        Endpoints endpoints = users(lookup);
        pass(2, lookup, endpoints);
        names.add(NINE.get(2));
        assertThat(pass(29, lookup, endpoints)).isEqualTo(32);
        assertThat(pass(20, lookup, endpoints)).isZero();
        assertThat(resolutions).as("at first, after the first connections, and when they were 30 s old").isEqualTo(3);
        assertThat(connections()).containsExactlyInAnyOrder(34, 34, 32);
    }

    @Test
    void usersLeaveAnAddressThirtySecondsAfterItWasFirstMissingAndAtOnceIfItIsNotPermitted() throws Exception {
        List<InetSocketAddress> names = new ArrayList<>(NINE.subList(0, 4));
        AddressLookup lookup = lookup(() -> List.copyOf(names));
        Endpoints endpoints = users(lookup);
        names.removeFirst();
        assertThat(pass(30, lookup, endpoints)).isZero();
        assertThat(connections()).containsExactly(25, 25, 25, 25);
        assertThat(pass(2, lookup, endpoints)).isEqualTo(25);
        assertThat(connections()).hasSize(3);
        lookup.permit(Set.of("10.0.0.2", "10.0.0.3"), NINE.subList(1, 3));
        endpoints.refresh();
        assertThat(slots.stream().filter(Endpoints::moves)).hasSize(33);
    }

    @Test
    void arrivalsMoveOnlyFromAddressesThatAreGone() throws Exception {
        List<InetSocketAddress> names = new ArrayList<>(NINE.subList(0, 2));
        AddressLookup lookup = lookup(() -> List.copyOf(names));
        Endpoints endpoints = new Endpoints(lookup, new AddressIndex(), 0);
        for (int i = 0; i < 10; i++) {
            ConnectionSlot slot = new ConnectionSlot(null);
            slots.add(slot);
            connect(endpoints, slot);
        }
        names.add(NINE.get(2));
        assertThat(pass(40, lookup, endpoints)).isZero();
        lookup.permit(Set.of("10.0.0.1"), NINE.subList(0, 1));
        endpoints.refresh();
        assertThat(slots.stream().filter(Endpoints::moves)).hasSize(5);
    }
}
