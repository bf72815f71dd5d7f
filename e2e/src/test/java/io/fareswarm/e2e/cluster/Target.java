package io.fareswarm.e2e.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// A service of the user's own to swarm: a model server that no FareModel has and thus nobody else asks, so that its
/// counters are the truth.
///
/// @param space where it is
public record Target(Space space) {
    /// What a LoadTest says to swarm it: an equal number of rides that it takes and of rides that it refuses.
    public static final String URL = "target: {url: http://target}";
    public static final String TASKS = "tasks: [{name: ride, request: {method: POST, path: /predict, body: {ride: {}}},"
            + " expect: {status: [\"200\"]}}, {name: broken, request: {method: POST, path: /predict,"
            + " body: {ride: {drop: 1}}}, expect: {status: [\"422\"]}}]";

    /// Makes one and waits until it is ready. It stays so: a pod that asks for no CPU gets none on a busy machine, and a
    /// readiness probe that it answers late would take it out of its Service.
    public static Target in(Space space) {
        return in(space, Release.SHARED);
    }

    /// @param release whose model server it is
    public static Target in(Space space, Release release) {
        space.dev().apply(
                """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: target}
                        data:
                          model.json: '{"schemaVersion": 1, "weights": [147.18210116623817, 77.0724130187767, 6.392624605022959],
                            "digest": "5485ccc789ccc54e61a459cb990acb9c64f41396b2803be8de0cc60696b24812",
                            "trainedAt": "2026-01-01T00:00:00Z"}'
                        """,
                """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: target}
                        spec:
                          selector: {app: target}
                          ports: [{port: 80, targetPort: 8000}]
                        """, """
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: target, labels: {app: target}}
                        spec:
                          terminationGracePeriodSeconds: 1
                          securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
                          containers:
                          - name: server
                            image: %s
                            args: [serve, --model, /model/model.json, --host, 0.0.0.0, --port, "8000"]
                            resources: {requests: {cpu: 200m, memory: 128Mi}}
                            startupProbe:
                              httpGet: {path: /health/ready, port: 8000}
                              periodSeconds: 1
                              timeoutSeconds: 5
                              failureThreshold: 120
                            securityContext:
                              allowPrivilegeEscalation: false
                              capabilities: {drop: [ALL]}
                            volumeMounts: [{name: model, mountPath: /model}, {name: tmp, mountPath: /tmp}]
                          volumes: [{name: model, configMap: {name: target}}, {name: tmp, emptyDir: {}}]
                        """.formatted(release.image("FARESWARM_MODEL_IMAGE")));
        space.dev().await("Ready", "pod/target");
        awaitService(space, "target");
        return new Target(space);
    }

    /// Waits until a Service of model servers is reached by its address, which on a busy node is some time after its pod is
    /// ready: requests before that are refused, and rightly counted as failed.
    public static void awaitService(Space space, String service) {
        if (!Place.inside()) {
            return;
        }
        URI health = URI.create("http://" + space.admin().get("service", service).at("/spec/clusterIP").asText()
                + "/health/ready");
        Until.holds(() -> assertThat(status(health)).isEqualTo(200));
    }

    private static int status(URI address) {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            return http.send(HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build(),
                    BodyHandlers.discarding()).statusCode();
        } catch (IOException _) {
            return 0; // not yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// How many predictions it was asked for and answered.
    public long answered() {
        return answered(space, "target");
    }

    /// How many predictions a server's pod has answered.
    public static long answered(Space space, String pod) {
        String path = "/api/v1/namespaces/%s/pods/%s:8000/proxy/metrics".formatted(space.name(), pod);
        return space.admin().run("get", "--raw", path).lines()
                .filter(line -> line.startsWith("fareswarm_http_requests_total{") && line.contains("path=\"/predict\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    /// How many predictions all servers of a FareModel have answered.
    public static long answeredBy(Space space, String model) {
        long sum = 0;
        for (JsonNode pod : space.admin().get("pods", "-l", "app.kubernetes.io/name=model-server,fareswarm.io/model="
                + model).path("items")) {
            sum += answered(space, pod.at("/metadata/name").asText());
        }
        return sum;
    }
}
