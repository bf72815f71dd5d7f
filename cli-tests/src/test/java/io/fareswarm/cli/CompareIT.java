package io.fareswarm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CompareIT {
    @TempDir
    Path folder = Path.of("");

    private Path saved(String name, double p99) throws IOException {
        Path directory = Files.createDirectory(folder.resolve(name));
        Files.writeString(directory.resolve("result.json"),
                """
                        {"schemaVersion": 1, "name": "rush", "verdict": "Passed", "later": {}, "result": {"requests": 100,
                         "failures": 0, "failurePercent": 0, "dropped": 0, "throughput": 10, "users": 1, "bytesReceived": 0,
                         "latencyMs": {"p50": 1, "p90": 1, "p95": 1, "p99": %s, "p999": 1, "min": 1, "max": 1, "mean": 1},
                         "tasks": [], "errors": []}}
                        """
                        .formatted(p99));
        return directory;
    }

    private Cli compare(Path before, Path after, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("compare", before.toString(), after.toString()));
        arguments.addAll(List.of(more));
        return new Cli(folder, arguments.toArray(String[]::new));
    }

    @Test
    void aRegressionIsPrintedAndSetsTheExitStatus() throws Exception {
        Path before = saved("before", 100);
        Path after = saved("after", 107);
        try (Cli cli = compare(before, after)) {
            assertThat(cli.status()).as(cli.err()).isEqualTo(1);
            assertThat(cli.out()).contains("+7.0%", "WORSE", "Regression: worse in B by more than 5% of A: all p99 ms");
        }
        try (Cli cli = compare(before, after.resolve("result.json"), "--tolerance", "7%")) {
            assertThat(cli.status()).as(cli.err()).isEqualTo(0);
            assertThat(cli.out()).contains("No regression: nothing is worse in B by more than 7% of A.");
        }
    }

    @Test
    void aFileThatIsNoResultIsBadInput() throws Exception {
        Path before = saved("before", 100);
        Path other = Files.writeString(folder.resolve("other.json"), "{\"schemaVersion\": 9}");
        try (Cli cli = compare(before, folder.resolve("nothing"))) {
            assertThat(cli.status()).isEqualTo(2);
            assertThat(cli.err()).contains("B: expected a report directory or a result.json, found no");
        }
        try (Cli cli = compare(other, before)) {
            assertThat(cli.status()).isEqualTo(2);
            assertThat(cli.err()).contains("A: expected a result.json of schemaVersion 1", "version 9");
        }
        try (Cli cli = compare(before, before, "--tolerance", "5")) {
            assertThat(cli.status()).isEqualTo(2);
            assertThat(cli.err()).contains("--tolerance: expected a percentage from 0% to 100%");
        }
    }
}
