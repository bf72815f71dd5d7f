package io.fareswarm.e2e;

import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Place;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.Space;
import io.fareswarm.e2e.cluster.Target;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// What a user does with a FareModel: trains it badly, trains it again while it is used, scales it.
@Order(5)
class FareModelTest {
    private static final String OTHER_WEIGHTS = "[100.0, 50.0, 5.0]";

    @BeforeAll
    static void installed() {
        Release.shared();
    }

    private static Space withModel(String purpose) {
        Space space = new Space(purpose);
        space.dev().apply(Manifest.model("taxi", Manifest.WEIGHTS));
        space.dev().await("Available", "fm/taxi");
        Target.awaitService(space, "taxi");
        return space;
    }

    private static JsonNode model(Space space) {
        return space.dev().get("fm", "taxi");
    }

    private static void train(Space space, String training) {
        space.dev().run("patch", "fm", "taxi", "--type=merge", "-p", Manifest.patch("training", training));
    }

    @Test
    void aFailedTrainingSaysWhyOnceAndTheModelBeforeIsServedOn() {
        try (Space space = withModel("failed")) {
            space.dev().run("create", "configmap", "rides", "--from-literal=rides.csv=key,fare_amount,pickup_datetime,"
                    + "pickup_longitude,pickup_latitude,dropoff_longitude,dropoff_latitude,passenger_count\n"
                    + "a,many,2015-01-01 00:00:00 UTC,-73.9,40.7,-73.8,40.8,1\n");
            String digest = model(space).at("/status/model/digest").asText();

            train(space, "{\"weights\":null,\"csv\":{\"configMap\":{\"name\":\"rides\",\"key\":\"rides.csv\"}},"
                    + "\"run\":2}");
            Until.holds(() -> assertThat(Asserts.reason(model(space), "Trained")).isEqualTo("TrainingFailed"));

            JsonNode failed = model(space);
            assertThat(Asserts.message(failed, "Trained")).contains("line 2").contains("fare_amount").contains("many");
            assertThat(Kubectl.condition(failed, "Available").path("status").asText()).isEqualTo("True");
            assertThat(failed.at("/status/model/digest").asText()).isEqualTo(digest);
            JsonNode job = space.admin().get("job", "taxi-train-2");
            assertThat(job.at("/status/failed").asInt()).isEqualTo(1);
            assertThat(space.admin().names("pods", "-l", "app.kubernetes.io/name=trainer")).hasSize(1);
            Until.holds(() -> assertThat(space.dev().run("events", "--for", "fm/taxi")).contains("TrainingFailed"));
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES) // for as many restarts as one likes
    void aModelIsTrainedAgainAndRestartedUnderLoadWithoutAFailedRequest() {
        try (Space space = withModel("again")) {
            String digest = model(space).at("/status/model/digest").asText();
            space.dev().apply(Manifest.loadTest("rush", "duration: 1h",
                    "thresholds: [{name: errors, failureRatio: {max: 0%}}]"));
            Asserts.sends(space, "rush");

            train(space, "{\"weights\":" + OTHER_WEIGHTS + ",\"run\":2}");
            Until.holds(() -> {
                JsonNode model = model(space);
                assertThat(model.at("/status/model/digest").asText()).isNotEqualTo(digest);
                assertThat(Asserts.reason(model, "Available")).isEqualTo("PredictionSucceeded");
                assertThat(space.admin().names("pods", "-l", "app.kubernetes.io/name=model-server")).hasSize(1);
            });
            for (int restart = 0; restart < Place.restarts(); restart++) {
                space.dev().run("rollout", "restart", "deployment/taxi");
                space.dev().run("rollout", "status", "deployment/taxi", "--timeout=120s");
            }
            space.dev().run("patch", "loadtest", "rush", "--type=merge", "-p", Manifest.patch("stopRun", 1));
            JsonNode test = Asserts.ends(space, "rush");

            assertThat(Asserts.failures(test)).as(test.at("/status/result/errors").toString()).isZero();
            assertThat(Asserts.requests(test)).isPositive();
            Asserts.hasVerdict(test, "Passed");
        }
    }

    @Test
    void aModelIsScaledByHandAndByAnAutoscaler() {
        try (Space space = withModel("scale")) {
            space.dev().run("scale", "fm", "taxi", "--replicas=2");
            serves(space, 2);

            space.dev().apply("""
                    apiVersion: autoscaling/v2
                    kind: HorizontalPodAutoscaler
                    metadata: {name: taxi}
                    spec:
                      scaleTargetRef: {apiVersion: fareswarm.io/v1beta1, kind: FareModel, name: taxi}
                      minReplicas: 3
                      maxReplicas: 4
                    """);
            serves(space, 3);
            assertThat(model(space).at("/spec/serving/replicas").asInt()).isEqualTo(3);
        }
    }

    private static void serves(Space space, int replicas) {
        space.dev().run("wait", "--for=jsonpath={.status.readyReplicas}=" + replicas, "--timeout=180s", "fm/taxi");
    }

    @Test
    void aTrainingWithoutItsConfigMapWaitsForItAndSaysSo() {
        try (Space space = new Space("missing")) {
            space.dev().apply(Manifest.model("taxi", "csv: {configMap: {name: rides, key: rides.csv}}"));
            Until.holds(() -> assertThat(Asserts.message(model(space), "Trained"))
                    .contains("expected a ConfigMap rides in namespace " + space.name() + ", found none"));

            space.dev().run("create", "configmap", "rides", "--from-literal=other=x");

            Until.holds(() -> assertThat(Asserts.message(model(space), "Trained"))
                    .contains("expected a key rides.csv in ConfigMap rides, found none"));
            assertThat(Kubectl.condition(model(space), "Available").path("status").asText()).isEqualTo("False");
        }
    }
}
