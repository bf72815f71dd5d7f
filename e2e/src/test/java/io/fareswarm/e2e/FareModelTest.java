package io.fareswarm.e2e;

import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.e2e.cluster.SuiteEnvironment;
import io.fareswarm.e2e.cluster.TargetServer;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// Scenarios of a FareModel: a failed training, another training under load, scaling, and missing data.
@ExtendWith(SharedRelease.class)
@Order(5)
class FareModelTest {
    private static final String OTHER_WEIGHTS = "[100.0, 50.0, 5.0]";

    private static ScenarioNamespace withModel(String purpose) {
        ScenarioNamespace namespace = new ScenarioNamespace(purpose);
        namespace.dev().apply(Manifest.model("taxi", Manifest.WEIGHTS));
        namespace.dev().await("Available", "fm/taxi");
        TargetServer.awaitService(namespace, "taxi");
        return namespace;
    }

    private static JsonNode model(ScenarioNamespace namespace) {
        return namespace.dev().get("fm", "taxi");
    }

    private static void train(ScenarioNamespace namespace, String training) {
        namespace.dev().run("patch", "fm", "taxi", "--type=merge", "-p", Manifest.patch("training", training));
    }

    @Test
    void aFailedTrainingIsReportedOnceAndTheModelBeforeIsStillServed() {
        try (ScenarioNamespace namespace = withModel("failed")) {
            namespace.dev().run("create", "configmap", "rides",
                    "--from-literal=rides.csv=key,fare_amount,pickup_datetime,"
                            + "pickup_longitude,pickup_latitude,dropoff_longitude,dropoff_latitude,passenger_count\n"
                            + "a,many,2015-01-01 00:00:00 UTC,-73.9,40.7,-73.8,40.8,1\n");
            String digest = model(namespace).at("/status/model/digest").asText();

            train(namespace, "{\"weights\":null,\"csv\":{\"configMap\":{\"name\":\"rides\",\"key\":\"rides.csv\"}},"
                    + "\"run\":2}");
            Until.holds(() -> assertThat(Asserts.reason(model(namespace), "Trained")).isEqualTo("TrainingFailed"));

            JsonNode failed = model(namespace);
            assertThat(Asserts.message(failed, "Trained")).contains("line 2").contains("fare_amount").contains("many");
            assertThat(Kubectl.condition(failed, "Available").path("status").asText()).isEqualTo("True");
            assertThat(failed.at("/status/model/digest").asText()).isEqualTo(digest);
            JsonNode job = namespace.admin().get("job", "taxi-train-2");
            assertThat(job.at("/status/failed").asInt()).isEqualTo(1);
            assertThat(namespace.admin().names("pods", "-l", "app.kubernetes.io/name=trainer")).hasSize(1);
            Until.holds(() -> assertThat(namespace.dev().run("events", "--for", "fm/taxi")).contains("TrainingFailed"));
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES) // FARESWARM_RESTARTS may be large
    void aModelIsTrainedAgainAndRestartedUnderLoadWithoutAFailedRequest() {
        try (ScenarioNamespace namespace = withModel("again")) {
            String digest = model(namespace).at("/status/model/digest").asText();
            namespace.dev().apply(Manifest.loadTest("rush", "duration: 1h",
                    "thresholds: [{name: errors, failureRatio: {max: 0%}}]"));
            Asserts.awaitRequests(namespace, "rush");

            train(namespace, "{\"weights\":" + OTHER_WEIGHTS + ",\"run\":2}");
            Until.holds(() -> {
                JsonNode model = model(namespace);
                assertThat(model.at("/status/model/digest").asText()).isNotEqualTo(digest);
                assertThat(Asserts.reason(model, "Available")).isEqualTo("PredictionSucceeded");
                assertThat(namespace.admin().names("pods", "-l", "app.kubernetes.io/name=model-server")).hasSize(1);
            });
            for (int restart = 0; restart < SuiteEnvironment.restarts(); restart++) {
                namespace.dev().run("rollout", "restart", "deployment/taxi");
                namespace.dev().run("rollout", "status", "deployment/taxi", "--timeout=120s");
            }
            namespace.dev().run("patch", "loadtest", "rush", "--type=merge", "-p", Manifest.patch("stopRun", 1));
            JsonNode test = Asserts.awaitEnd(namespace, "rush");

            assertThat(Asserts.failures(test)).as(test.at("/status/result/errors").toString()).isZero();
            assertThat(Asserts.requests(test)).isPositive();
            Asserts.assertVerdict(test, "Passed");
        }
    }

    @Test
    void aModelIsScaledByHandAndByAnAutoscaler() {
        try (ScenarioNamespace namespace = withModel("scale")) {
            namespace.dev().run("scale", "fm", "taxi", "--replicas=2");
            awaitReadyServers(namespace, 2);

            namespace.dev().apply("""
                    apiVersion: autoscaling/v2
                    kind: HorizontalPodAutoscaler
                    metadata: {name: taxi}
                    spec:
                      scaleTargetRef: {apiVersion: fareswarm.io/v1beta1, kind: FareModel, name: taxi}
                      minReplicas: 3
                      maxReplicas: 4
                    """);
            awaitReadyServers(namespace, 3);
            assertThat(model(namespace).at("/spec/serving/replicas").asInt()).isEqualTo(3);
        }
    }

    private static void awaitReadyServers(ScenarioNamespace namespace, int replicas) {
        namespace.dev().run("wait", "--for=jsonpath={.status.readyReplicas}=" + replicas, "--timeout=180s", "fm/taxi");
    }

    @Test
    void aTrainingWithoutItsConfigMapIsBlockedWithAReason() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("missing")) {
            namespace.dev().apply(Manifest.model("taxi", "csv: {configMap: {name: rides, key: rides.csv}}"));
            Until.holds(() -> assertThat(Asserts.message(model(namespace), "Trained"))
                    .contains("expected a ConfigMap rides in namespace " + namespace.name() + ", found none"));

            namespace.dev().run("create", "configmap", "rides", "--from-literal=other=x");

            Until.holds(() -> assertThat(Asserts.message(model(namespace), "Trained"))
                    .contains("expected a key rides.csv in ConfigMap rides, found none"));
            assertThat(Kubectl.condition(model(namespace), "Available").path("status").asText()).isEqualTo("False");
        }
    }
}
