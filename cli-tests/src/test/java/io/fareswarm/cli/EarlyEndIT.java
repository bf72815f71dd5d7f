package io.fareswarm.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests of early ends of a run: a signal, and a killed parent.
class EarlyEndIT {
    static final String LONG_RUN = Manifest.both(
            Manifest.model(Manifest.WEIGHTS),
            Manifest.test("target: {model: taxi}", "workers: {count: 2}", "duration: 10m",
                    "load: {users: {count: 20, spawnRate: 20, wait: {constant: 50ms}}}"));

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalToTheProcessGroupEndsTheRunAndWritesTheResultSoFar(String signal, int status) throws Exception {
        try (Cli cli = Cli.run(folder, LONG_RUN)) {
            cli.awaitWhileRunning("the run shows requests",
                    () -> cli.out().contains("Running") && cli.out().contains(" requests"));
            List<ProcessHandle> children = everyChild(cli);
            cli.signalGroup(signal);
            assertThat(cli.status()).as(cli.out() + cli.err()).isEqualTo(status);
            assertThat(cli.result().path("phase").asText()).isEqualTo("Finished");
            assertThat(cli.result().at("/workers/lost").asInt()).isZero();
            assertThat(cli.result().at("/run/stoppedAt").asText()).isNotEmpty();
            assertThat(cli.result().at("/result/requests").asLong()).isPositive();
            assertThat(cli.result().at("/result/failures").asLong()).isZero();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void noChildOutlivesAKilledParent() throws Exception {
        try (Cli cli = Cli.run(folder, LONG_RUN)) {
            cli.awaitWhileRunning("the run goes on", () -> cli.out().contains("Running"));
            List<ProcessHandle> children = everyChild(cli);
            assertThat(children).hasSize(3).allMatch(ProcessHandle::isAlive);
            cli.kill();
            Cli.await("every child is gone", () -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    /// The servers and the workers that the command started.
    static List<ProcessHandle> everyChild(Cli cli) {
        return Stream.concat(cli.children("model-server").stream(), cli.children("loadgen-image").stream()).toList();
    }
}
