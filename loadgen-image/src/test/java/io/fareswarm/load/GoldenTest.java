package io.fareswarm.load;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.fareswarm.api.Load;
import io.fareswarm.api.Task;
import io.fareswarm.load.GoldenServer.Reaction;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.ErrorReport.Kind;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.TaskReport;

import static org.assertj.core.api.Assertions.assertThat;

/// Compares the worker's result with the counts of the server, which reacts in all possible ways. Both must be equal.
@Timeout(120)
class GoldenTest {
    private static final Task RIDE = Slices.ride("ride", 1, 0, "2xx");

    private static IntervalReport swarm(GoldenServer server, Load load, long duration, Task task) throws Exception {
        return new Started(
                new WorkerRun(Slices.of(load).to(server.port()).tasks(task).times(0, duration, 30_000).timeout(2_000)
                        .slice(), new ReferencedFiles(null), Slices.ANYWHERE))
                .total();
    }

    private static void assertEqualToTheUnit(IntervalReport total, GoldenServer server) {
        TaskReport task = total.tasks().getFirst();
        assertThat(task.requests()).isPositive().isEqualTo(server.samples());
        assertThat(task.serviceTime().count()).isEqualTo(server.samples());
        assertThat(new TreeMap<>(task.counts().statuses())).isEqualTo(server.statuses());
        Map<Kind, Long> failures = new EnumMap<>(Kind.class);
        total.errors().forEach(error -> failures.merge(error.kind(), error.count(), Long::sum));
        long unexpected = server.statuses().entrySet().stream().filter(one -> !one.getKey().startsWith("2"))
                .mapToLong(Map.Entry::getValue).sum();
        Map<Kind, Long> expected = new EnumMap<>(server.incomplete());
        if (unexpected > 0) {
            expected.put(Kind.status, unexpected);
        }
        assertThat(failures).isEqualTo(expected);
        assertThat(task.counts().failures()).isEqualTo(expected.values().stream().mapToLong(Long::longValue).sum());
        assertThat(task.counts().bytesReceived()).isEqualTo(server.bytes());
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource(Reaction.class)
    void eachReactionOfAServerIsCountedCorrectly(Reaction reaction) throws Exception {
        try (GoldenServer server = new GoldenServer(List.of(reaction))) {
            assertEqualToTheUnit(swarm(server, Slices.users(2, 1000, "1ms"), 100, RIDE), server);
            assertThat(server.done(reaction)).isPositive();
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource(Reaction.class)
    void eachReactionOfAServerIsCountedCorrectlyAmongOtherResponses(Reaction reaction) throws Exception {
        try (GoldenServer server = new GoldenServer(List.of(Reaction.RESPOND, Reaction.RESPOND, reaction))) {
            assertEqualToTheUnit(swarm(server, Slices.users(1, 1000, "1ms"), 100, RIDE), server);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void allReactionsTogetherAreCountedByUsers() throws Exception {
        try (GoldenServer server = new GoldenServer(Arrays.asList(Reaction.values()))) {
            assertEqualToTheUnit(swarm(server, Slices.users(40, 1000, "1ms"), 600, RIDE), server);
            assertThat(server.requests()).isGreaterThan(Reaction.values().length);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void allReactionsTogetherAreCountedByArrivals() throws Exception {
        try (GoldenServer server = new GoldenServer(Arrays.asList(Reaction.values()))) {
            IntervalReport total = swarm(server, Slices.arrivals(400, 1000), 1_000, RIDE);
            assertEqualToTheUnit(total, server);
            assertThat(total.tasks().getFirst().requests()).isEqualTo(400);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void allReactionsTogetherAreCountedUnderTls(@TempDir Path files) throws Exception {
        Authority authority = new Authority(files);
        // A reset may discard bytes that were sent before it, so only the bytes that arrived could be compared.
        List<Reaction> reactions = Arrays.stream(Reaction.values())
                .filter(reaction -> reaction != Reaction.RESET_MIDWAY).toList();
        try (GoldenServer server = new GoldenServer(reactions, authority.listen("server", false))) {
            Slice slice = Slices.of(Slices.users(40, 1000, "1ms")).tasks(RIDE).times(0, 400, 30_000).timeout(5_000)
                    .https(server.port(), authority.trusted()).slice();
            assertEqualToTheUnit(new Started(new WorkerRun(slice, new ReferencedFiles(files), Slices.ANYWHERE)).total(),
                    server);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aConnectionThatTheServerAnnouncesToCloseIsReopenedForEachRequest() throws Exception {
        try (GoldenServer server = new GoldenServer(List.of(Reaction.LAST))) {
            IntervalReport total = swarm(server, Slices.users(3, 1000, "0s"), 100, RIDE);
            assertThat(total.errors()).isEmpty();
            assertThat(total.tasks().getFirst().requests()).isEqualTo(server.connections());
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aRedirectIsAResponseAndIsNotFollowed() throws Exception {
        try (GoldenServer server = new GoldenServer(List.of(Reaction.REDIRECT))) {
            IntervalReport total = swarm(server, Slices.users(1, 1, "1ms"), 100,
                    Slices.plain(Task.Method.GET, "/", "3xx"));
            assertThat(total.errors()).isEmpty();
            assertThat(total.tasks().getFirst().counts().statuses()).isEqualTo(Map.of("302", server.requests()));
            IntervalReport unexpected = swarm(server, Slices.users(1, 1, "1ms"), 100,
                    Slices.plain(Task.Method.GET, "/", "200"));
            assertThat(unexpected.errors()).containsExactly(new ErrorReport("GET", Kind.status,
                    "expected 200, found 302", unexpected.tasks().getFirst().requests(), "GET /: HTTP/1.1 302 Found"
                            + " Location: /elsewhere Content-Length: 0",
                    unexpected.errors().getFirst().seen()));
        }
    }
}
