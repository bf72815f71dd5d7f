package io.fareswarm.cli;

import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests of a search for the capacity, from a manifest and from flags.
class CapacityIT {
    private static final String SEARCH = Manifest.both(
            Manifest.model(Manifest.WEIGHTS),
            Manifest.test("target: {model: taxi}", "maxLag: 10s", "workers: {count: 2}",
                    "load: {capacity: {start: 60, max: 60, step: {min: 10s, max: 10s}, time: 3m}}"));

    @TempDir
    Path folder = Path.of("");

    @Test
    void aSearchPrintsTheCapacityAndItsStepsAndStoresThem() throws Exception {
        try (Cli cli = Cli.run(folder, SEARCH)) {
            assertThat(cli.status()).as(cli.out() + cli.err()).isZero();
            assertThat(cli.out()).contains("step 1: 60/s, ramp", "step 2: 60/s, confirm", "CAPACITY", "60.00")
                    .contains("Step     Rate/s  Seconds  Requests")
                    .contains("Verdict: Passed (capacity 60/s (at least 60/s), 60/s per replica, limited by max)");
            JsonNode found = cli.result().path("capacity");
            assertThat(found.path("confirmed").asBoolean()).as(found.toString()).isTrue();
            assertThat(found.path("steps").findValuesAsText("purpose")).containsExactly("ramp", "confirm");
            assertThat(found.at("/steps/1/counts/seconds").asInt()).isGreaterThanOrEqualTo(9);
            assertThat(cli.result().at("/run/startedAt").asText()).isNotEmpty();
            assertThat(Files.readString(folder.resolve("report/result.html"))).contains("Latency over the rate, ms");
        }
    }

    @Test
    void aLimitThatIsNoTimeAndARangeThatIsEmptyAreNamed() throws Exception {
        try (Cli cli = new Cli(folder, "capacity", "http://127.0.0.1:1", "--p99", "soon")) {
            assertThat(cli.status()).isEqualTo(2);
            assertThat(cli.err()).contains("spec.thresholds[0].latency.max: must be a time such as 30s");
        }
        try (Cli cli = new Cli(folder, "capacity", "http://127.0.0.1:1", "--start", "100", "--max", "10")) {
            assertThat(cli.status()).isEqualTo(2);
            assertThat(cli.err()).contains("spec.load.capacity.start: start must not be above max");
        }
    }
}
