package io.fareswarm.reconcile;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

import io.fareswarm.e2e.cluster.Command;
import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// A namespace for one test, with the reads and writes of a user.
///
/// @param name name of the namespace
public record TestNamespace(String name) {
    private static final KubernetesClient CLIENT = OperatorProcess.ADMIN;
    private static final Duration PAUSE = Duration.ofMillis(100);

    /// Creates a namespace, and starts the operator if it does not run.
    static TestNamespace of(String purpose) {
        OperatorProcess.running();
        return alone(purpose + "-" + UUID.randomUUID().toString().substring(0, 6));
    }

    /// Creates a namespace of this name, without an operator.
    public static TestNamespace alone(String name) {
        CLIENT.resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build()).create();
        return new TestNamespace(name);
    }

    /// Creates an object of one manifest.
    public void create(String manifest) {
        CLIENT.resource(manifest).inNamespace(name).create();
    }

    void create(HasMetadata object) {
        CLIENT.resource(object).inNamespace(name).create();
    }

    /// The name of the Secret of a LoadTest's first run.
    String secret(String test) {
        return test + "-run-1-" + loadTest(test).at("/metadata/uid").asText();
    }

    /// A LoadTest as JSON.
    public JsonNode loadTest(String test) {
        return custom("loadtests", test);
    }

    /// A FareModel as JSON.
    public JsonNode model(String model) {
        return custom("faremodels", model);
    }

    private JsonNode custom(String plural, String object) {
        return Kubectl.read(String
                .valueOf(CLIENT.raw("/apis/fareswarm.io/v1beta1/namespaces/%s/%s/%s".formatted(name, plural, object))));
    }

    /// All resources of a kind.
    ///
    /// @param plural `loadtests` or `faremodels`
    JsonNode all(String plural) {
        return Kubectl.read(
                String.valueOf(CLIENT.raw("/apis/fareswarm.io/v1beta1/namespaces/%s/%s".formatted(name, plural))))
                .path("items");
    }

    /// Deletes all objects of these kinds, since no controller deletes the namespace's.
    ///
    /// @param kinds separated by commas
    void deleteAll(String kinds) {
        Command.run("", List.of("kubectl", "delete", kinds, "--all", "--namespace", name, "--wait=false",
                "--grace-period=0", "--force")).output();
    }

    /// The UIDs of all resources of one kind.
    ///
    /// @param plural such as `loadtests`
    Stream<String> uids(String plural) {
        return StreamSupport.stream(all(plural).spliterator(), false).map(item -> item.at("/metadata/uid").asText());
    }

    /// Changes a LoadTest by a JSON merge patch.
    public void patchLoadTest(String test, String patch) {
        patch("LoadTest", "loadtests", test, patch, false);
    }

    /// Changes a FareModel by a JSON merge patch.
    public void patchModel(String model, String patch) {
        patch("FareModel", "faremodels", model, patch, false);
    }

    /// Writes a LoadTest's status as a user other than the operator.
    void patchLoadTestStatus(String test, String patch) {
        patch("LoadTest", "loadtests", test, patch, true);
    }

    /// Writes a FareModel's status as somebody else than the operator.
    void patchModelStatus(String model, String patch) {
        patch("FareModel", "faremodels", model, patch, true);
    }

    private void patch(String kind, String plural, String object, String patch, boolean status) {
        var resource = CLIENT.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                .withGroup("fareswarm.io").withVersion("v1beta1").withKind(kind).withPlural(plural).withNamespaced(true)
                .build()).inNamespace(name).withName(object);
        PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
        if (status) {
            resource.subresource("status").patch(merge, patch);
        } else {
            resource.patch(merge, patch);
        }
    }

    /// The object of this name, if there is one.
    public <T extends HasMetadata> Optional<T> find(Class<T> type, String object) {
        return Optional.ofNullable(CLIENT.resources(type).inNamespace(name).withName(object).get());
    }

    /// The objects of a type with a label.
    <T extends HasMetadata> List<T> list(Class<T> type, String label, String value) {
        return CLIENT.resources(type).inNamespace(name).withLabel(label, value).list().getItems();
    }

    /// Waits until an object exists and returns it.
    <T extends HasMetadata> T await(Class<T> type, String object) {
        holds(() -> assertThat(find(type, object)).as(type.getSimpleName() + " " + object).isPresent());
        return find(type, object).orElseThrow();
    }

    <T extends HasMetadata> void awaitGone(Class<T> type, String object) {
        holds(() -> assertThat(find(type, object)).as(type.getSimpleName() + " " + object).isEmpty());
    }

    void delete(String manifest) {
        CLIENT.resource(manifest).inNamespace(name).delete();
    }

    /// Deletes an object, without a grace period.
    public void delete(HasMetadata object) {
        CLIENT.resource(object).inNamespace(name).withGracePeriod(0).delete();
    }

    /// Deletes the namespace. It keeps its objects and rejects new ones, because no controller deletes what it has.
    void delete() {
        CLIENT.namespaces().withName(name).delete();
        holds(() -> assertThat(CLIENT.namespaces().withName(name).get().getStatus().getPhase())
                .isEqualTo("Terminating"));
    }

    /// Asks for the deletion of a pod. It stays, because no kubelet ends it.
    void evict(Pod pod) {
        CLIENT.resource(pod).inNamespace(name).withGracePeriod(3600).delete();
    }

    /// Annotates an object.
    void touch(Class<? extends HasMetadata> type, String object) {
        CLIENT.resources(type).inNamespace(name).withName(object).patch(PatchContext.of(PatchType.JSON_MERGE),
                "{\"metadata\":{\"annotations\":{\"touched\":\"%s\"}}}".formatted(UUID.randomUUID()));
    }

    void awaitPhase(String test, String phase) {
        holds(() -> assertThat(loadTest(test).at("/status/phase").asText()).as(loadTest(test).path("status").toString())
                .isEqualTo(phase));
    }

    void awaitMessage(String test, String condition, String words) {
        holds(() -> assertThat(Kubectl.condition(loadTest(test), condition).path("message").asText()).contains(words));
    }

    void awaitModelMessage(String model, String condition, String words) {
        holds(() -> assertThat(Kubectl.condition(model(model), condition).path("message").asText()).contains(words));
    }

    void awaitModelReason(String model, String condition, String reason) {
        holds(() -> assertThat(Kubectl.condition(model(model), condition).path("reason").asText())
                .as(model(model).path("status").toString()).isEqualTo(reason));
    }

    /// The reasons of the events about an object.
    List<String> events(String object) {
        return CLIENT.resources(Event.class).inNamespace(name).withField("involvedObject.name", object).list()
                .getItems()
                .stream().map(Event::getReason).toList();
    }

    /// Waits for a value, and returns it.
    static <T> T awaited(Supplier<Optional<T>> value) {
        AtomicReference<T> found = new AtomicReference<>();
        holds(() -> {
            Optional<T> current = value.get();
            assertThat(current).isPresent();
            found.set(current.orElseThrow());
        });
        return found.get();
    }

    /// Repeats an assertion ten times a second until it holds.
    public static void holds(Runnable assertion) {
        Until.holds(PAUSE, assertion);
    }
}
