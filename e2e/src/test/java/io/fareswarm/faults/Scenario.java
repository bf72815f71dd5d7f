package io.fareswarm.faults;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

import io.fareswarm.e2e.cluster.Manifest;

/// A life in stages. Each stage ends in a state in which nothing is left to do.
///
/// @param name one word
record Scenario(String name, List<Stage> stages) {
    /// A part of a life.
    ///
    /// @param name one word
    /// @param user what the user does
    /// @param over whether the operator has nothing left to do
    record Stage(String name, Consumer<Life> user, Predicate<Life> over) {}

    /// All scenarios.
    static List<Scenario> all() {
        return List.of(model(), run());
    }

    /// A FareModel is trained, served, trained again, and deleted.
    private static Scenario model() {
        return new Scenario("model", List.of(
                new Stage("train", life -> life.space().create(Manifest.model(life.name(), Manifest.SYNTHETIC)),
                        life -> isServed(life, 1)),
                new Stage("retrain", life -> life.space().patchModel(life.name(),
                        Manifest.patch("training", "{\"synthetic\":{\"rows\":2000,\"seed\":2},\"run\":2}")),
                        life -> isServed(life, 2)),
                new Stage("delete", life -> life.delete("FareModel"), Scenario::isGone)));
    }

    private static boolean isServed(Life life, int run) {
        JsonNode model = life.space().model(life.name());
        return model.at("/status/trainingRun").asInt() == run
                && life.hasReason(model, "Available", "PredictionSucceeded")
                && life.space().find(Job.class, life.name() + "-train-" + run).isEmpty()
                && life.state().objects("ConfigMap") == 1;
    }

    /// A LoadTest runs and is edited meanwhile, runs again, and is deleted. The first run would take 15 s without its edit, so
    /// the edit is always in time.
    private static Scenario run() {
        return new Scenario("run", List.of(new Stage("first", life -> {
            life.space().create(loadTest(life));
            life.await(() -> life.space().loadTest(life.name()).at("/status/phase").asText().equals("Running"));
            life.space().patchLoadTest(life.name(), Manifest.patch("load", "{\"arrivals\":{\"rate\":80}}"));
        }, life -> isFinished(life, 1)),
                new Stage("rerun", life -> life.space().patchLoadTest(life.name(), Manifest.patch("run", 2)),
                        life -> isFinished(life, 2)),
                new Stage("delete", life -> life.delete("LoadTest"), Scenario::isGone)));
    }

    private static String loadTest(Life life) {
        return """
                apiVersion: fareswarm.io/v1beta1
                kind: LoadTest
                metadata: {name: %s}
                spec:
                  target: {url: "%s"}
                  tasks: [{name: get, request: {path: /%s}}]
                  workers: {count: 2}
                  maxLag: 5s
                  requests: 80
                  load: {arrivals: {rate: 4}}
                """.formatted(life.name(), life.target().address(), life.name());
    }

    private static boolean isFinished(Life life, int run) {
        JsonNode test = life.space().loadTest(life.name());
        return test.at("/status/run/number").asInt() == run && test.at("/status/phase").asText().equals("Finished")
                && life.space().find(Job.class, life.name() + "-run-" + run).isEmpty();
    }

    private static boolean isGone(Life life) {
        return life.state().isEmpty();
    }
}
