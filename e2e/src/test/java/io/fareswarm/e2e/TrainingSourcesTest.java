package io.fareswarm.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.e2e.cluster.SuiteEnvironment;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Scenarios with sources of rides other than a ConfigMap: a volume and a download.
@ExtendWith(SharedRelease.class)
class TrainingSourcesTest {
    private static final String RIDES = """
            key,fare_amount,pickup_datetime,pickup_longitude,pickup_latitude,dropoff_longitude,dropoff_latitude,passenger_count
            a,7.5,2015-01-01 00:00:00 UTC,-73.98,40.75,-73.97,40.76,1
            b,11.0,2015-01-01 00:05:00 UTC,-73.99,40.74,-73.95,40.75,2
            c,9.0,2015-01-01 00:10:00 UTC,-73.96,40.77,-73.98,40.79,1
            d,5.5,2015-01-01 00:15:00 UTC,-73.97,40.76,-73.975,40.765,1
            """;

    @TempDir
    Path folder = Path.of("");

    @Test
    void aModelIsTrainedOnRidesFromAVolume() throws IOException {
        assumeTrue(SuiteEnvironment.inside(), "the node of another cluster cannot be given a file");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("rides.csv"), RIDES);
        try (ScenarioNamespace namespace = new ScenarioNamespace("volume")) {
            namespace.admin().apply("""
                    apiVersion: v1
                    kind: PersistentVolume
                    metadata: {name: %1$s}
                    spec:
                      accessModes: [ReadOnlyMany]
                      capacity: {storage: 1Mi}
                      storageClassName: ""
                      claimRef: {namespace: %1$s, name: rides}
                      hostPath: {path: %2$s, type: Directory}
                    """.formatted(namespace.name(), folder), """
                    apiVersion: v1
                    kind: PersistentVolumeClaim
                    metadata: {name: rides}
                    spec:
                      accessModes: [ReadOnlyMany]
                      resources: {requests: {storage: 1Mi}}
                      storageClassName: ""
                      volumeName: %s
                    """.formatted(namespace.name()));
            try {
                namespace.dev().apply(Manifest.model("taxi", "csv: {claim: {name: rides, path: rides.csv}}"));
                awaitTrained(namespace);
            } finally {
                namespace.admin().run("delete", "pv", namespace.name(), "--wait=false");
            }
        }
    }

    @Test
    void aModelIsTrainedOnDownloadedRidesOnlyIfTheirDigestMatches() throws IOException, NoSuchAlgorithmException {
        Path file = folder.resolve("rides.csv.gz");
        try (OutputStream zip = new GZIPOutputStream(Files.newOutputStream(file))) {
            zip.write(RIDES.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        try (ScenarioNamespace namespace = new ScenarioNamespace("address")) {
            serve(namespace, file);
            String other = "0".repeat(64);
            namespace.dev().apply(Manifest.model("taxi", source(other)));
            Until.holds(() -> assertThat(Asserts.message(namespace.dev().get("fm", "taxi"), "Trained"))
                    .contains("expected").contains(other).contains("found").contains(sha256));

            namespace.dev().apply(Manifest.model("taxi", source(sha256) + ", run: 2"));

            awaitTrained(namespace);
        }
    }

    private static String source(String sha256) {
        return "csv: {url: {address: \"http://rides/rides.csv.gz\", sha256: \"" + sha256 + "\"}}";
    }

    private static void awaitTrained(ScenarioNamespace namespace) {
        namespace.dev().await("Available", "fm/taxi");
        JsonNode rows = namespace.dev().get("fm", "taxi").at("/status/model/rows");
        assertThat(rows.path("read").asLong()).isEqualTo(4);
        assertThat(rows.path("used").asLong()).isEqualTo(4);
    }

    /// Starts a file server in the namespace.
    private static void serve(ScenarioNamespace namespace, Path file) {
        namespace.dev().run("create", "configmap", "rides", "--from-file", file.toString());
        namespace.dev().apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: rides}
                spec:
                  selector: {app: rides}
                  ports: [{port: 80, targetPort: 8080}]
                """, """
                apiVersion: v1
                kind: Pod
                metadata: {name: rides, labels: {app: rides}}
                spec:
                  terminationGracePeriodSeconds: 1
                  securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
                  containers:
                  - name: server
                    image: fareswarm/busybox:1
                    command: [httpd, -f, -p, "8080", -h, /rides]
                    readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1, timeoutSeconds: 5}
                    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                    volumeMounts: [{name: rides, mountPath: /rides}]
                  volumes: [{name: rides, configMap: {name: rides}}]
                """);
        namespace.dev().await("Ready", "pod/rides");
    }
}
