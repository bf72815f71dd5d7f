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
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// What a log collector reads of the containers of this project.
@ExtendWith(SharedRelease.class)
class LogsTest {
    @Test
    void everyLineOfOperatorTrainerServerAndWorkerIsAJsonObject() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("logs")) {
            namespace.dev().apply(Manifest.model("taxi", Manifest.WEIGHTS));
            namespace.dev().await("Available", "fm/taxi");
            namespace.dev().run("create", "configmap", "rides", "--from-literal=rides.csv=none");
            namespace.dev().run("patch", "fm", "taxi", "--type=merge", "-p", Manifest.patch("training",
                    "{\"weights\":null,\"csv\":{\"configMap\":{\"name\":\"rides\",\"key\":\"rides.csv\"}},\"run\":2}"));
            Until.holds(() -> assertThat(Asserts.reason(namespace.dev().get("fm", "taxi"), "Trained"))
                    .isEqualTo("TrainingFailed"));
            namespace.dev().apply(Manifest.loadTest("rush", "duration: 1h"));
            Asserts.awaitRequests(namespace, "rush");

            JsonNode error = lines(namespace.admin(), "app.kubernetes.io/name=trainer").getLast();
            assertThat(error.path("level").asText()).isEqualTo("error");
            assertThat(error.path("message").asText()).contains("expected the column");
            assertThat(Asserts.message(namespace.dev().get("fm", "taxi"), "Trained")).as("is plain")
                    .contains(error.path("message").asText()).doesNotContain("{", "error: ");
            for (String listening : List.of("app.kubernetes.io/name=model-server", "fareswarm.io/loadtest=rush")) {
                assertThat(lines(namespace.admin(), listening)).anySatisfy(line -> {
                    assertThat(line.path("level").asText()).isEqualTo("info");
                    assertThat(line.path("message").asText()).startsWith("listening on ");
                });
            }
            lines(Release.SHARED.kubectl(), "app.kubernetes.io/component=operator");
        }
    }

    /// The lines that the pods with a label have logged, at least one.
    private static List<JsonNode> lines(Kubectl kubectl, String label) {
        List<JsonNode> lines = kubectl.names("pods", "-l", label).stream()
                .flatMap(pod -> kubectl.run("logs", pod).lines()).map(Kubectl::read).toList();
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line.path("time").asText()).isNotEmpty();
            assertThat(line.path("level").asText()).isIn("error", "warn", "info", "debug");
            assertThat(line.path("message").asText()).isNotEmpty();
        });
        return lines;
    }
}
