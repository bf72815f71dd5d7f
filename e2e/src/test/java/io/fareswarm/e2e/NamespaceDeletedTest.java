package io.fareswarm.e2e;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.e2e.cluster.SuiteEnvironment;
import io.fareswarm.e2e.cluster.TargetServer;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// Deletes a namespace in the middle of a run and of a training. Neither keeps it.
@ExtendWith(SharedRelease.class)
class NamespaceDeletedTest {
    @Test
    void aNamespaceIsGoneSoonAfterItsDeletionDuringARunAndATraining() {
        ScenarioNamespace namespace = new ScenarioNamespace("deleted");
        Asserts.swarmed(namespace,
                Manifest.loadTest("rush", TargetServer.URL, TargetServer.TASKS, "duration: 1h"));
        // So little CPU that the training lasts.
        namespace.dev().apply(Manifest.model("taxi", "synthetic: {rows: 10000000}, resources: "
                + "{requests: {cpu: 50m, memory: 192Mi}, limits: {cpu: 100m, memory: 512Mi}}"));
        Until.holds(() -> assertThat(namespace.admin().run("get", "pods", "-l", "fareswarm.io/model=taxi", "-o",
                "jsonpath={.items[*].status.phase}")).isEqualTo("Running"));

        namespace.close();

        new Kubectl(SuiteEnvironment.admin(), "default").run("wait", "--for=delete", "namespace/" + namespace.name(),
                "--timeout=60s");
        List<JsonNode> lines = Release.SHARED.operators().stream()
                .flatMap(pod -> Release.SHARED.kubectl().run("logs", pod).lines())
                .map(Kubectl::read)
                .filter(line -> line.path("namespace").asText().equals(namespace.name())).toList();
        assertThat(lines).filteredOn(line -> line.path("message").asText().contains("is being deleted"))
                .extracting(line -> line.path("name").asText()).containsExactlyInAnyOrder("rush", "taxi");
        assertThat(lines).noneMatch(line -> line.has("error"));
    }
}
