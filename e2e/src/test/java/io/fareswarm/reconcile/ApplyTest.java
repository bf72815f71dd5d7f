package io.fareswarm.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fareswarm.e2e.cluster.Command;
import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.SuiteEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests that every valid manifest of the project can be applied again and again, client-side and server-side: what has not
/// changed stays unchanged, and what is applied over something else becomes what a new object would be.
class ApplyTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern API = Pattern.compile("^apiVersion: fareswarm[.]io/", Pattern.MULTILINE);

    @BeforeAll
    static void install() {
        OperatorProcess.running();
    }

    private static Kubectl namespace() {
        String name = "apply-" + UUID.randomUUID().toString().substring(0, 6);
        Command.run("", List.of("kubectl", "create", "namespace", name)).output();
        return new Kubectl(List.of("kubectl"), name);
    }

    /// Every FareModel and LoadTest of the examples, the docs and the tests, each with its own name.
    private static List<ObjectNode> manifests() {
        Path root = SuiteEnvironment.root();
        List<ObjectNode> all = new ArrayList<>();
        for (String pattern : List.of("examples/*.yaml", "*.md", "docs/*.md",
                "crds/src/test/resources/manifests/valid-*.yaml")) {
            Path folder = root.resolve(pattern).getParent();
            try (var files = Files.newDirectoryStream(folder, pattern.substring(pattern.lastIndexOf('/') + 1))) {
                for (Path file : files) {
                    String text = Files.readString(file);
                    Stream<String> texts = file.toString().endsWith(".md")
                            ? BLOCK.matcher(text).results().map(block -> block.group(1))
                            : Stream.of(text);
                    texts.flatMap(yaml -> Stream.of(yaml.split("(?m)^---$"))).filter(yaml -> API.matcher(yaml).find())
                            .forEach(yaml -> all.add(named(yaml, "m" + all.size())));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    private static ObjectNode named(String yaml, String name) {
        ObjectNode manifest = (ObjectNode) Kubectl
                .read(Serialization.asJson(Serialization.unmarshal(yaml, GenericKubernetesResource.class)));
        manifest.putObject("metadata").put("name", name);
        // kubectl calls an apply with a status a change, because a status differs from the operator's.
        manifest.remove("status");
        return manifest;
    }

    private static String stream(List<ObjectNode> manifests) {
        return manifests.stream().map(JsonNode::toString).collect(Collectors.joining("\n---\n"));
    }

    private static List<ObjectNode> changed(List<ObjectNode> manifests, UnaryOperator<ObjectNode> change) {
        return manifests.stream().map(manifest -> change.apply(manifest.deepCopy())).toList();
    }

    private static ObjectNode edited(ObjectNode manifest) {
        manifest.withObject("/metadata/labels").put("edited", "true");
        if (manifest.path("kind").asText().equals("LoadTest")) {
            manifest.withObject("/spec").put("historyLimit", 7);
        } else {
            manifest.withObject("/spec/serving").put("replicas", 3);
        }
        return manifest;
    }

    /// The spec and the generation of each object.
    private static Map<String, String> specs(Kubectl kubectl) {
        Map<String, String> specs = new TreeMap<>();
        kubectl.get("faremodels,loadtests").path("items").forEach(object -> specs.put(
                object.at("/metadata/name").asText(), object.at("/metadata/generation") + " " + object.path("spec")));
        return specs;
    }

    private static List<String> unlike(String output, String ending) {
        return output.lines().filter(line -> !line.endsWith(ending)).toList();
    }

    private static void assertNoDifference(Kubectl kubectl, String input, String... arguments) {
        Command diff = kubectl.attempt(input,
                Stream.concat(Stream.of("diff", "-f", "-"), Stream.of(arguments)).toArray(String[]::new));
        assertThat(diff.out() + diff.err()).isEmpty();
        assertThat(diff.status()).isZero();
    }

    @Test
    void anUnchangedManifestAppliedAgainIsUnchangedAndHasNoDifference() {
        Kubectl kubectl = namespace();
        List<ObjectNode> manifests = manifests();
        assertThat(manifests).hasSizeGreaterThan(30);
        for (String input : List.of(stream(manifests), stream(changed(manifests, ApplyTest::edited)),
                stream(manifests))) {
            kubectl.attempt(input, "apply", "-f", "-").output();

            assertThat(unlike(kubectl.attempt(input, "apply", "-f", "-").output(), " unchanged")).isEmpty();
            assertNoDifference(kubectl, input);
        }
    }

    @Test
    void anUnchangedManifestAppliedServerSideAgainIsUnchangedAndHasNoDifference() {
        Kubectl kubectl = namespace();
        List<ObjectNode> manifests = manifests();
        for (String input : List.of(stream(manifests), stream(changed(manifests, ApplyTest::edited)),
                stream(manifests))) {
            kubectl.attempt(input, "apply", "--server-side", "-f", "-").output();
            Map<String, String> before = specs(kubectl);

            kubectl.attempt(input, "apply", "--server-side", "-f", "-").output();

            assertThat(specs(kubectl)).isEqualTo(before);
            assertNoDifference(kubectl, input, "--server-side");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aManifestAppliedOverAnotherGivesTheSpecOfANewObject(boolean serverSide) {
        Kubectl kubectl = namespace();
        List<ObjectNode> chain = changed(manifests(), manifest -> {
            // A run's number cannot be lowered.
            manifest.withObject("/spec").remove("run");
            if (manifest.path("kind").asText().equals("FareModel")) {
                manifest.withObject("/spec/training").remove("run");
            }
            return manifest;
        });
        List<ObjectNode> back = new ArrayList<>(chain);
        Collections.reverse(back);
        for (ObjectNode manifest : Stream.concat(chain.stream(), back.stream()).toList()) {
            JsonNode fresh = Kubectl
                    .read(kubectl.attempt(manifest.toString(), "create", "--dry-run=server", "-o", "json",
                            "-f", "-").output());
            manifest.withObject("/metadata").put("name", "changing");
            JsonNode applied = Kubectl.read(kubectl.attempt(manifest.toString(), "apply", "-o", "json",
                    "--server-side=" + serverSide, "-f", "-").output());
            manifest.withObject("/metadata").put("name", "m");

            assertThat(applied.path("spec")).isEqualTo(fresh.path("spec"));
        }
    }

    @Test
    void theQuickstartCanBeAppliedServerSideAgain() {
        Kubectl kubectl = namespace();
        String quickstart = SuiteEnvironment.root().resolve("examples/quickstart.yaml").toString();
        for (int i = 0; i < 3; i++) {
            kubectl.run("apply", "--server-side", "-f", quickstart);
        }
        kubectl.run("delete", "-f", quickstart);
        kubectl.run("apply", "-f", quickstart);
        assertThat(unlike(kubectl.run("apply", "-f", quickstart), " unchanged")).isEmpty();
    }

    @Test
    void quantitiesMayBeWholeNumbersAsInAPod() {
        Kubectl kubectl = namespace();
        kubectl.apply("""
                apiVersion: fareswarm.io/v1beta1
                kind: FareModel
                metadata: {name: taxi}
                spec:
                  training: {synthetic: {}, resources: {requests: {cpu: 1}, limits: {cpu: 1, memory: 134217728}}}
                  serving: {resources: {requests: {cpu: 2, memory: 64Mi}}}
                """);
        JsonNode spec = kubectl.get("faremodel", "taxi").path("spec");
        assertThat(spec.at("/training/resources/requests/cpu").asInt()).isEqualTo(1);
        for (String wrong : List.of("-1", "1.5", "\"1 core\"", "true")) {
            Command refused = kubectl.attempt("""
                    apiVersion: fareswarm.io/v1beta1
                    kind: FareModel
                    metadata: {name: wrong}
                    spec: {training: {synthetic: {}, resources: {requests: {cpu: %s}}}}
                    """.formatted(wrong), "create", "-f", "-");
            assertThat(refused.succeeded()).as(wrong).isFalse();
        }
    }

    @Test
    void eachLevelOfBothKindsIsExplained() {
        Kubectl kubectl = namespace();
        for (String kind : List.of("faremodel", "loadtest", "swarm", "fm")) {
            String explained = kubectl.run("explain", kind, "--recursive=false");
            assertThat(explained).doesNotContain("<empty>").containsPattern("DESCRIPTION:\n +[A-Z]");
        }
        Matcher fields = Pattern.compile("FIELDS:").matcher(kubectl.run("explain", "loadtest.spec.tasks.request"));
        assertThat(fields.find()).isTrue();
    }

    @Test
    void theCategoryShowsBothKinds() {
        Kubectl kubectl = namespace();
        kubectl.run("apply", "-f", SuiteEnvironment.root().resolve("examples/quickstart.yaml").toString());
        assertThat(kubectl.names("fareswarm")).hasSize(2).first().asString().startsWith("faremodel.fareswarm.io/");
        assertThat(kubectl.names("swarm")).hasSize(1);
    }
}
