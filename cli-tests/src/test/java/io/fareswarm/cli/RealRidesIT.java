package io.fareswarm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Tests of a training, a server and a load test with real rides.
class RealRidesIT {
    @TempDir
    Path folder = Path.of("");

    /// Trains on the real rides and swarms the model.
    ///
    /// @param least minimum throughput, requests per second
    private Cli run(int least) throws IOException {
        String model = Manifest.model("csv: {configMap: {name: rides, key: rides.csv}}");
        String test = Manifest.test("target: {model: taxi}", "workers: {count: 2}", "duration: 5s", "maxLag: 5s",
                "load: {users: {count: 50, spawnRate: 50, wait: {between: {min: 0s, max: 100ms}}}}",
                "thresholds: [{name: errors, failureRatio: {max: 0%%}}, {name: rate, throughput: {min: %d}}]"
                        .formatted(least));
        return Cli.run(folder, Manifest.both(model, test), "--data", Cli.rides().toString());
    }

    @BeforeEach
    void requireRealRides() {
        assumeTrue(Files.isReadable(Cli.rides()), "the real rides are not beside this checkout");
    }

    @Test
    void aSwarmOnRealRidesPassesAndItsCountsEqualTheServers() throws Exception {
        try (Cli cli = run(1)) {
            assertThat(cli.status()).as(cli.out() + cli.err()).isEqualTo(0);
            JsonNode result = cli.result().path("result");
            long valid = result.at("/tasks/0/requests").asLong();
            long broken = result.at("/tasks/1/requests").asLong();
            long all = result.path("requests").asLong();
            assertThat(valid + broken).isEqualTo(all).isGreaterThan(500);
            assertThat(result.path("failures").asLong()).isZero();
            // One in six, within five standard deviations of the draw.
            double deviation = Math.sqrt(all * (1 / 6.0) * (5 / 6.0));
            assertThat((double) broken).isBetween(all / 6.0 - 5 * deviation, all / 6.0 + 5 * deviation);
            assertThat(cli.out()).contains("trained on 10,476 of 10,476 rides, RMSE $5.78, MAE $2.74, R2 0.658")
                    .contains("taxi's own count: 200 x %,d, 422 x %,d".formatted(valid, broken))
                    .contains("NAME   TARGET   PHASE", "rush   taxi     Finished   Passed").contains("Verdict: Passed");
            assertThat(cli.result().path("verdict").asText()).isEqualTo("Passed");
            assertThat(folder.resolve("report/stats.csv")).isNotEmptyFile();
            assertThat(folder.resolve("report/junit.xml")).isNotEmptyFile();
        }
    }

    @Test
    void aFailedThresholdFailsTheRun() throws Exception {
        try (Cli cli = run(1_000_000)) {
            assertThat(cli.status()).as(cli.out() + cli.err()).isEqualTo(1);
            assertThat(cli.out()).containsPattern("rate .* FAILED").contains("Verdict: Failed: rate");
        }
    }
}
