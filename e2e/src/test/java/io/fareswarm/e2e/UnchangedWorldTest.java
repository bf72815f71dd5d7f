package io.fareswarm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Place;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.Space;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Where nothing changes the operator writes nothing but its Lease, by the API server's own log. Namespaces of other
/// scenarios, where much changes at the same time, are left out.
@Order(3)
class UnchangedWorldTest {
    /// So many renewals of the Lease, one every two seconds, are watched.
    private static final int RENEWALS = 12;

    @BeforeAll
    static void installed() {
        Release.shared();
    }

    @Test
    void nothingButTheLeaseIsWritten() {
        Path audit = Place.audit().orElse(Path.of("none"));
        assumeTrue(Files.isReadable(audit), "the API server's log cannot be read here");
        try (Space space = new Space("unchanged")) {
            space.dev().apply(Manifest.model("taxi", Manifest.WEIGHTS), Manifest.loadTest("rush", "duration: 3s"),
                    Manifest.model("waits", "csv: {configMap: {name: none, key: rides.csv}}"));
            Asserts.ends(space, "rush");
            Asserts.nothingIsLeftOfRuns(space, "rush");
            Until.holds(() -> assertThat(Asserts.reason(Asserts.loadTest(space, "rush"), "PrometheusAgrees"))
                    .isNotEqualTo("CountPending"));
            Instant from = settled(audit);

            Until.holds(() -> assertThat(renewals(writes(audit, from))).hasSizeGreaterThanOrEqualTo(RENEWALS));

            List<String> writes = writes(audit, from);
            writes.removeAll(renewals(writes));
            writes.removeIf(write -> Space.isOfAnother(space, write));
            assertThat(writes).isEmpty();
        }
    }

    /// When the last event about what has ended was written: some renewals of the Lease later.
    private static Instant settled(Path audit) {
        Instant from = Instant.now();
        Until.holds(() -> assertThat(renewals(writes(audit, from))).hasSizeGreaterThanOrEqualTo(2));
        return Instant.now();
    }

    private static List<String> renewals(List<String> writes) {
        return writes.stream().filter(write -> write.contains("/leases/")).toList();
    }

    /// What the operators wrote since an instant. The log is cut when it gets long, and goes on in a new file.
    private static List<String> writes(Path audit, Instant since) {
        try {
            String operators = ":" + Release.SHARED.namespace() + ":" + Release.SHARED.name();
            List<String> writes = new ArrayList<>();
            for (String line : Files.readAllLines(audit)) {
                if (!line.contains(operators)) {
                    continue;
                }
                JsonNode event = Kubectl.read(line);
                if (event.at("/user/username").asText().endsWith(operators)
                        && Instant.parse(event.path("requestReceivedTimestamp").asText()).isAfter(since)) {
                    writes.add(event.path("verb").asText() + " " + event.path("requestURI").asText());
                }
            }
            return writes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
