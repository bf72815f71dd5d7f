package io.fareswarm.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.e2e.cluster.TargetServer;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// Scenarios in which the cluster rejects an object: the status has the API server's message, and the run ends after
/// its start timeout.
@ExtendWith(SharedRelease.class)
class RejectedObjectsTest {
    @Test
    void theStatusNamesTheQuotaThatRejectsWorkers() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("quota")) {
            TargetServer.in(namespace);
            namespace.admin().run("create", "quota", "few", "--hard=pods=1");
            Until.holds(() -> assertThat(namespace.admin().get("quota", "few").at("/status/used/pods").asText())
                    .isEqualTo("1"));
            assertStartTimeout(namespace, "workers: {count: 2}", "exceeded quota: few");
        }
    }

    @Test
    void theStatusNamesThePodSecurityLevelThatRejectsWorkers() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("security")) {
            TargetServer.in(namespace);
            assertStartTimeout(namespace, "workers: {count: 2, pod: {annotations:"
                    + " {container.apparmor.security.beta.kubernetes.io/worker: unconfined}}}",
                    "violates PodSecurity \"restricted:latest\"");
        }
    }

    @Test
    void theStatusNamesTheQuotaThatRejectsTheJob() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("jobs")) {
            TargetServer.in(namespace);
            namespace.admin().run("create", "quota", "none", "--hard=count/jobs.batch=0");
            Until.holds(
                    () -> assertThat(namespace.admin().get("quota", "none").at("/status/hard").isEmpty()).isFalse());
            assertStartTimeout(namespace, "workers: {count: 2}", "exceeded quota: none");
        }
    }

    @Test
    void aRejectedTrainingJobIsReportedAndCreatedOnceItIsValid() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("training")) {
            namespace.dev().apply(Manifest.model("taxi",
                    Manifest.SYNTHETIC + ", resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}"));
            Until.holds(() -> {
                JsonNode model = namespace.dev().get("fm", "taxi");
                assertThat(Asserts.reason(model, "Trained")).isEqualTo("TrainingBlocked");
                assertThat(Asserts.message(model, "Trained"))
                        .contains("must be less than or equal to memory limit");
            });

            namespace.dev().run("patch", "fm", "taxi", "--type=merge", "-p",
                    Manifest.patch("training", "{\"resources\":{\"requests\":{\"memory\":\"128Mi\"}}}"));

            namespace.dev().await("Available", "fm/taxi");
        }
    }

    @Test
    void aTrainingWhosePodsAreRejectedSaysWhy() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("refused")) {
            assertNotTrained(namespace, "large", "resources: {requests: {cpu: 90}, limits: {cpu: 90}}",
                    "Insufficient cpu");
            namespace.admin().apply("""
                    apiVersion: v1
                    kind: LimitRange
                    metadata: {name: small}
                    spec: {limits: [{type: Container, max: {memory: 64Mi}}]}
                    """);
            assertNotTrained(namespace, "above", "resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}",
                    "maximum memory usage per Container is 64Mi");
            namespace.admin().run("create", "quota", "none", "--hard=pods=0");
            Until.holds(
                    () -> assertThat(namespace.admin().get("quota", "none").at("/status/hard").isEmpty()).isFalse());
            assertNotTrained(namespace, "over", "resources: {limits: {memory: 64Mi}, requests: {memory: 64Mi}}",
                    "exceeded quota: none");
        }
    }

    private static void assertNotTrained(ScenarioNamespace namespace, String name, String resources, String message) {
        namespace.dev().apply(Manifest.model(name, Manifest.SYNTHETIC + ", " + resources));
        Until.holds(() -> assertThat(Asserts.message(namespace.dev().get("fm", name), "Trained")).contains(message));
        namespace.dev().run("delete", "fm", name); // only two trainings of a namespace go on at a time
    }

    @Test
    void theStatusSaysWhyWorkersFitOnNoNode() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("nowhere")) {
            TargetServer.in(namespace);
            assertStartTimeout(namespace, "workers: {count: 2, pod: {nodeSelector: {disk: none}}}",
                    "didn't match Pod's node affinity/selector");
        }
    }

    @Test
    void aTargetInAnotherNamespaceIsRejected() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("elsewhere")) {
            namespace.dev()
                    .apply(Manifest.loadTest("rush", "target: {url: \"http://target.other.svc\"}", TargetServer.TASKS));
            JsonNode test = Asserts.awaitEnd(namespace, "rush");
            assertThat(test.at("/status/phase").asText()).isEqualTo("Error");
            assertThat(Asserts.message(test, "Complete"))
                    .contains("spec.target.url: expected a Service of namespace " + namespace.name())
                    .contains("found target.other.svc");
        }
    }

    @Test
    void aServiceThatLeadsOutOfTheNamespaceIsRejected() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("outside")) {
            namespace.dev().apply("""
                    apiVersion: v1
                    kind: Service
                    metadata: {name: alias}
                    spec: {type: ExternalName, externalName: kubernetes.default.svc.cluster.local}
                    """, """
                    apiVersion: v1
                    kind: Service
                    metadata: {name: elsewhere}
                    spec: {ports: [{port: 80}]}
                    """, Manifest.loadTest("to-alias", "target: {url: http://alias}", TargetServer.TASKS));
            namespace.admin().apply("""
                    apiVersion: discovery.k8s.io/v1
                    kind: EndpointSlice
                    metadata: {name: elsewhere, labels: {kubernetes.io/service-name: elsewhere}}
                    addressType: IPv4
                    ports: [{port: 80}]
                    endpoints: [{addresses: ["192.0.2.1"]}]
                    """);
            namespace.dev()
                    .apply(Manifest.loadTest("to-elsewhere", "target: {url: http://elsewhere}", TargetServer.TASKS));

            assertRejected(namespace, "to-alias", "TargetRejected",
                    "found alias of the type ExternalName, which stands for the host kubernetes.default.svc.cluster.local");
            assertRejected(namespace, "to-elsewhere", "TargetRejected",
                    "expected endpoints of the Service elsewhere that are"
                            + " pods of namespace " + namespace.name() + ", found 192.0.2.1");
        }
    }

    @Test
    void aWorkerRefusesItselfEvenAtAnAllowedHost() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("itself")) {
            namespace.dev().apply(
                    Manifest.loadTest("rush", "target: {url: \"http://localhost:8080\"}", TargetServer.TASKS));
            assertRejected(namespace, "rush", "SliceRejected",
                    "url: localhost: expected an ordinary address, found ");
        }
    }

    private static void assertRejected(ScenarioNamespace namespace, String name, String reason, String message) {
        JsonNode test = Asserts.awaitEnd(namespace, name);
        assertThat(test.at("/status/phase").asText()).isEqualTo("Error");
        assertThat(Asserts.reason(test, "Complete")).isEqualTo(reason);
        assertThat(Asserts.message(test, "Complete")).contains(message);
    }

    private static void assertStartTimeout(ScenarioNamespace namespace, String workers, String message) {
        namespace.dev()
                .apply(Manifest.loadTest("rush", TargetServer.URL, TargetServer.TASKS, workers, "startTimeout: 10s"));
        Until.holds(() -> assertThat(Asserts.message(Asserts.loadTest(namespace, "rush"), "WorkersReady"))
                .contains(message));
        JsonNode test = Asserts.awaitEnd(namespace, "rush");
        assertThat(test.at("/status/phase").asText()).isEqualTo("Error");
        assertThat(Asserts.reason(test, "Complete")).isEqualTo("StartTimeout");
        assertThat(Asserts.message(test, "Complete")).contains("expected 2 ready workers within 10s, found 0")
                .contains(message);
        Asserts.awaitCleanUp(namespace, "rush");
    }
}
