package io.fareswarm.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests that bad input is rejected with exit status 2 before anything starts.
class BadInputIT {
    private static final String MODEL = Manifest.model("csv: {configMap: {name: rides, key: rides.csv}}");
    private static final String TEST = Manifest.test("target: {model: taxi}", "load: {users: {count: 1}}");

    @TempDir
    Path folder = Path.of("");

    private void assertRejected(Cli cli, String... messages) throws Exception {
        assertThat(cli.status()).as(cli.out() + cli.err()).isEqualTo(2);
        assertThat(cli.err()).contains(messages);
        assertThat(cli.out()).isEmpty();
        assertThat(folder.resolve("report")).doesNotExist();
    }

    @Test
    void aManifestThatBreaksARuleIsRejectedWithThePathAndTheRule() throws Exception {
        String both = TEST.replace("users: {count: 1}", "users: {count: 1}, arrivals: {rate: 1}");
        try (Cli cli = Cli.run(folder, Manifest.both(MODEL, both))) {
            assertRejected(cli, "manifest.yaml:", "LoadTest rush: spec.load: exactly one of users, arrivals");
        }
    }

    @Test
    void aManifestThatIsNotUtf8IsRejectedWithTheLineAndTheByte() throws Exception {
        Path file = Files.writeString(folder.resolve("latin1.yaml"), "# Zo\u00e9\n" + TEST,
                StandardCharsets.ISO_8859_1);
        try (Cli cli = new Cli(folder, "run", "-f", file.toString())) {
            assertRejected(cli, file + ":1: expected text in UTF-8, found the byte 0xe9 as byte 5 of the line");
        }
    }

    @Test
    void dataThatIsNotUtf8IsRejectedBeforeAnythingIsSent() throws Exception {
        String rows = """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: riders}
                binaryData: {rows.csv: bmFtZQpab+kK}
                """;
        String test = Manifest.test("target: {url: 'http://127.0.0.1:9'}", """
                tasks: [{name: ride, request: {method: GET, path: '/#{data.name}',
                    data: {configMap: {name: riders, key: rows.csv}}}}]""", "load: {users: {count: 1}}");
        try (Cli cli = Cli.run(folder, test + rows)) {
            assertThat(cli.status()).as(cli.out() + cli.err()).isEqualTo(2);
            assertThat(cli.out() + cli.err())
                    .contains("ConfigMap riders, key rows.csv, line 2: expected text in UTF-8, "
                            + "found the byte 0xe9 as byte 3 of the line");
        }
    }

    @Test
    void allProblemsOfAllManifestsAreReportedAtOnce() throws Exception {
        String wrong = TEST.replace("count: 1", "count: -1") + "  durration: 3s\n";
        try (Cli cli = Cli.run(folder, wrong)) {
            assertRejected(cli, "spec.load.users.count", "spec.durration");
        }
    }

    @Test
    void aLoadTestWhoseModelIsNotAmongTheManifestsIsRejected() throws Exception {
        try (Cli cli = Cli.run(folder, TEST)) {
            assertRejected(cli, "spec.target.model: expected a FareModel among the manifests, found taxi");
        }
    }

    @Test
    void aModelWhoseRidesAreInAConfigMapNeedsADataFile() throws Exception {
        try (Cli cli = Cli.run(folder, MODEL)) {
            assertRejected(cli, "give the file with --data FILE");
        }
    }

    @Test
    void aDataFileThatDoesNotExistIsRejected() throws Exception {
        try (Cli cli = Cli.run(folder, MODEL, "--data", folder.resolve("nothing.csv").toString())) {
            assertRejected(cli, "nothing.csv: expected a file that can be read, found none");
        }
    }

    @Test
    void ridesThatCannotBeReadEndTheRunWithTheTrainersMessage() throws Exception {
        Path rides = Files.writeString(folder.resolve("rides.csv"), """
                key,fare_amount,pickup_datetime,pickup_longitude,pickup_latitude,dropoff_longitude,dropoff_latitude,\
                passenger_count
                a,4.5,2015-01-01,-73.9,forty,-73.8,40.8,1
                """);
        try (Cli cli = Cli.run(folder, MODEL, "--data", rides.toString())) {
            assertThat(cli.status()).as(cli.out() + cli.err()).isEqualTo(2);
            assertThat(cli.err()).contains("line 2").contains("forty");
        }
    }

    @Test
    void anAddressWithoutASchemeIsRejectedAsTyped() throws Exception {
        try (Cli cli = new Cli(folder, "swarm", "127.0.0.1:8000")) {
            assertRejected(cli,
                    "expected http:// or https://HOST[:PORT][/PATH][?QUERY] without user info and fragment, found 127.0.0.1:8000");
        }
    }

    @Test
    void aHostThatDoesNotResolveEndsTheRunWithTheWorkersMessage() throws Exception {
        try (Cli cli = new Cli(folder, "swarm", "http://nowhere.invalid", "--report",
                folder.resolve("report").toString())) {
            assertThat(cli.status()).as(cli.out() + cli.err()).isEqualTo(2);
            assertThat(cli.out())
                    .contains("expected a host that resolves in the target's url or address, found nowhere.invalid");
        }
    }

    @Test
    void anUnknownExpressionEndsTheRunBeforeItsStart() throws Exception {
        String test = Manifest.test("target: {url: 'http://127.0.0.1:1'}", "load: {users: {count: 1}}",
                "tasks: [{name: a, request: {path: '/#{Internet.nothing}'}}]");
        try (Cli cli = Cli.run(folder, test)) {
            assertThat(cli.status()).as(cli.out() + cli.err()).isEqualTo(2);
            assertThat(cli.out()).contains("task 'a'", "unknown expression #{Internet.nothing}");
        }
    }

    @Test
    void aSecretThatIsNotAmongTheManifestsIsRejected() throws Exception {
        String test = Manifest.test("target: {url: 'http://127.0.0.1:1'}", "load: {users: {count: 1}}",
                "tasks: [{name: a, request: {headers: [{name: X-Key, secret: {name: api, key: token}}]}}]");
        try (Cli cli = Cli.run(folder, test)) {
            assertRejected(cli, "expected a Secret api with the key token among the manifests, found none");
        }
    }

    @Test
    void theSchemaValidatesTheFlagsOfSwarm() throws Exception {
        try (Cli cli = new Cli(folder, "swarm", "http://127.0.0.1:1", "-u", "0")) {
            assertRejected(cli, "spec.load.users.count");
        }
    }
}
