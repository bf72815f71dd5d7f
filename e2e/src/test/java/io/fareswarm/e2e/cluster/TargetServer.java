package io.fareswarm.e2e.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// A target Service: a model server without a FareModel. Only the scenario's workers send it requests, so its counters
/// are exact.
public record TargetServer(ScenarioNamespace namespace) {
    /// Fields of a LoadTest against this target, with as many valid rides as rides with a field missing.
    public static final String URL = "target: {url: http://target}";
    public static final String TASKS = "tasks: [{name: ride, request: {method: POST, path: /predict, body: {ride: {}}},"
            + " expect: {status: [\"200\"]}}, {name: broken, request: {method: POST, path: /predict,"
            + " body: {ride: {drop: 1}}}, expect: {status: [\"422\"]}}]";

    /// Creates a target with the shared release's image and waits until it is ready. The target requests CPU and has no
    /// readiness probe: on a busy machine, a late response to a probe would remove it from its Service.
    public static TargetServer in(ScenarioNamespace namespace) {
        return in(namespace, Release.SHARED);
    }

    /// Creates a target.
    ///
    /// @param release release whose image is used
    public static TargetServer in(ScenarioNamespace namespace, Release release) {
        namespace.dev().apply(
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
                        """, pod("target", release));
        namespace.dev().await("Ready", "pod/target");
        awaitService(namespace, "target");
        return new TargetServer(namespace);
    }

    /// Manifest of another pod of the target.
    public static String pod(String name, Release release) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, labels: {app: target}}
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
                """.formatted(name, release.image("FARESWARM_MODEL_IMAGE"));
    }

    /// Waits until a Service of model servers responds at its cluster IP. On a busy node that is some time after the
    /// pod is ready, and earlier requests would fail.
    public static void awaitService(ScenarioNamespace namespace, String service) {
        if (!SuiteEnvironment.inside()) {
            return;
        }
        URI health = URI.create("http://" + namespace.admin().get("service", service).at("/spec/clusterIP").asText()
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

    /// Number of the target's responses to `/predict`.
    public long responses() {
        return responses(namespace, "target");
    }

    /// Number of a pod's responses to `/predict`.
    public static long responses(ScenarioNamespace namespace, String pod) {
        String path = "/api/v1/namespaces/%s/pods/%s:8000/proxy/metrics".formatted(namespace.name(), pod);
        return namespace.admin().run("get", "--raw", path).lines()
                .filter(line -> line.startsWith("fareswarm_http_requests_total{") && line.contains("path=\"/predict\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    /// Number of responses to `/predict` of all servers of a FareModel.
    public static long responsesOf(ScenarioNamespace namespace, String model) {
        long sum = 0;
        for (JsonNode pod : namespace.admin()
                .get("pods", "-l", "app.kubernetes.io/name=model-server,fareswarm.io/model="
                        + model)
                .path("items")) {
            sum += responses(namespace, pod.at("/metadata/name").asText());
        }
        return sum;
    }
}
