package io.fareswarm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.e2e.cluster.SuiteEnvironment;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Counts the operator's writes while nothing changes, from the API server's audit log. Writes in namespaces of other
/// scenarios do not count.
@ExtendWith(SharedRelease.class)
@Order(3)
class UnchangedClusterTest {
    /// Number of Lease renewals to wait for. The operator renews every two seconds.
    private static final int RENEWALS = 12;

    @Test
    void withoutChangesTheOperatorWritesNothingButItsLease() {
        Path audit = SuiteEnvironment.audit().orElse(Path.of("none"));
        assumeTrue(Files.isReadable(audit), "the API server's log cannot be read here");
        try (ScenarioNamespace namespace = new ScenarioNamespace("unchanged")) {
            namespace.dev().apply(Manifest.model("taxi", Manifest.WEIGHTS), Manifest.loadTest("rush", "duration: 3s"),
                    Manifest.model("waits", "csv: {configMap: {name: none, key: rides.csv}}"));
            Asserts.awaitEnd(namespace, "rush");
            Asserts.awaitCleanUp(namespace, "rush");
            Until.holds(() -> assertThat(Asserts.reason(Asserts.loadTest(namespace, "rush"), "PrometheusAgrees"))
                    .isNotEqualTo("CountPending"));
            Instant from = awaitLastEvents(audit);

            Until.holds(() -> assertThat(renewals(writes(audit, from))).hasSizeGreaterThanOrEqualTo(RENEWALS));

            List<String> writes = writes(audit, from);
            writes.removeAll(renewals(writes));
            writes.removeIf(write -> namespace.isOther(write));
            assertThat(writes).isEmpty();
        }
    }

    /// Waits for several renewals of the Lease, so that the last events are written.
    ///
    /// @return the current time
    private static Instant awaitLastEvents(Path audit) {
        Instant from = Instant.now();
        Until.holds(() -> assertThat(renewals(writes(audit, from))).hasSizeGreaterThanOrEqualTo(2));
        return Instant.now();
    }

    private static List<String> renewals(List<String> writes) {
        return writes.stream().filter(write -> write.contains("/leases/")).toList();
    }

    /// The operators' writes since an instant. The log may have been rotated, if it is long.
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
