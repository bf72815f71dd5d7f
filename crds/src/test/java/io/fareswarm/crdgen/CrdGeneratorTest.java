package io.fareswarm.crdgen;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.fareswarm.api.CsvSource;
import io.fareswarm.api.Load;
import io.fareswarm.api.SyntheticSource;
import io.fareswarm.api.Task;
import io.fareswarm.api.Threshold;
import io.fareswarm.api.Tls;
import io.fareswarm.api.annotation.DefaultInCode;

import static org.assertj.core.api.Assertions.assertThat;

class CrdGeneratorTest {
    private static final CrdGenerator CRDS = new CrdGenerator(new RecordSchema(CrdFilesTest.docs()));
    private static final JsonNode FARE_MODEL = CRDS.fareModel();
    private static final JsonNode LOAD_TEST = CRDS.loadTest();

    static List<JsonNode> crds() {
        return List.of(FARE_MODEL, LOAD_TEST);
    }

    @ParameterizedTest
    @MethodSource("crds")
    void everyListMapAndStringHasAMaximum(JsonNode crd) {
        List<String> unbounded = nodes(crd).entrySet().stream().filter(node -> !hasMaximum(node.getValue()))
                .map(Map.Entry::getKey).toList();

        assertThat(unbounded).isEmpty();
    }

    private static boolean hasMaximum(JsonNode node) {
        return switch (node.path("type").asText()) {
            case "string" -> node.has("maxLength") || node.has("enum");
            case "array" -> node.has("maxItems") && node.has("items");
            case "object" -> node.has("properties") || (node.has("maxProperties") && node.has("additionalProperties"));
            case "integer", "number", "boolean" -> true;
            default -> node.has("x-kubernetes-int-or-string") && node.has("maxLength") && node.has("minimum");
        };
    }

    @ParameterizedTest
    @MethodSource("crds")
    void everyNumberInASpecHasAMinimumAndAMaximum(JsonNode crd) {
        List<String> unbounded = nodes(crd).entrySet().stream().filter(node -> node.getKey().startsWith(".spec"))
                .filter(node -> List.of("integer", "number").contains(node.getValue().path("type").asText()))
                .filter(node -> !node.getValue().has("minimum") || !node.getValue().has("maximum"))
                .map(Map.Entry::getKey).toList();

        assertThat(unbounded).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("crds")
    void noRequiredFieldHasADefault(JsonNode crd) {
        assertThat(nodes(crd)).allSatisfy((path, node) -> node.path("required").forEach(
                name -> assertThat(node.path("properties").path(name.asText()).has("default")).as(path).isFalse()));
    }

    @ParameterizedTest
    @MethodSource("crds")
    void everyFieldHasADescription(JsonNode crd) {
        List<String> unexplained = nodes(crd).entrySet().stream()
                .filter(node -> node.getKey().matches("[.](spec|status).*\\w"))
                .filter(node -> node.getValue().path("description").asText().isEmpty()).map(Map.Entry::getKey).toList();

        assertThat(unexplained).isEmpty();
        assertThat(version(crd).at("/schema/openAPIV3Schema/description").asText()).isNotEmpty();
    }

    @Test
    void aDescriptionEndsWithTheBoundsAndTheDefault() {
        JsonNode spec = version(LOAD_TEST).at("/schema/openAPIV3Schema/properties/spec/properties");

        assertThat(spec.at("/workers/properties/count/description").asText())
                .isEqualTo("Number of workers. From 1 to 1000. Default: 1.");
        assertThat(spec.at("/maxLag/description").asText()).endsWith(" From 1ms to 10s. Default: 10ms.");
        assertThat(spec.at("/load/properties/arrivals/properties/rate/description").asText())
                .endsWith(" Above 0, at most 10000000.");
        assertThat(spec.at("/load/properties/arrivals/properties/maxInFlight/description").asText())
                .endsWith(" From 1 to 100000. Default: 5000.");
        assertThat(spec.at("/tasks/items/properties/request/properties/method/description").asText())
                .isEqualTo("HTTP method. Default: GET.");
    }

    @ParameterizedTest
    @MethodSource("crds")
    void noTypeIsAUnionExceptQuantitiesAndStatusCodes(JsonNode crd) {
        assertThat(nodes(crd)).allSatisfy((path, node) -> assertThat(node.has("anyOf") || node.has("oneOf")
                || node.has("x-kubernetes-int-or-string") || node.has("x-kubernetes-preserve-unknown-fields")).as(path)
                .isEqualTo(path.matches(".*[.]resources[.](requests|limits)\\{\\}|.*[.]expect[.]status\\[\\]")));
    }

    /// An API server adds a default to the stored object. Inside a list, `kubectl apply` then finds a difference. In an
    /// optional object, the default stays when another object is applied over it, and server-side apply fails.
    @ParameterizedTest
    @MethodSource("crds")
    void theApiServerAddsDefaultsOnlyToObjectsThatAreAlwaysThere(JsonNode crd) {
        List<String> optional = new ArrayList<>();
        nodes(crd).forEach((path, node) -> {
            if (path.startsWith(".spec") && node.has("default") && !isAlwaysThere(crd, parent(path))) {
                optional.add(path);
            }
        });

        assertThat(optional).isEmpty();
    }

    /// Server-side apply makes null of an object that loses all of its fields, unless it replaces the object as a whole.
    @ParameterizedTest
    @MethodSource("crds")
    void anObjectThatMayBeEmptyIsAtomicOrHasADefault(JsonNode crd) {
        List<String> emptied = nodes(crd).entrySet().stream().filter(node -> node.getKey().startsWith(".spec."))
                .filter(node -> node.getValue().path("type").asText().equals("object")
                        && node.getValue().path("required").isEmpty() && !needsAField(node.getValue())
                        && !node.getKey().endsWith("tolerations[]"))
                .filter(node -> !node.getValue().has("default") && !node.getValue().has("x-kubernetes-map-type"))
                .map(Map.Entry::getKey).toList();

        assertThat(emptied).isEmpty();
    }

    private static boolean needsAField(JsonNode node) {
        return node.path("x-kubernetes-validations").valueStream()
                .anyMatch(rule -> rule.path("message").asText().startsWith("exactly one of"));
    }

    private static boolean isAlwaysThere(JsonNode crd, String path) {
        if (path.isEmpty()) {
            return true;
        }
        JsonNode parent = nodes(crd).get(parent(path));
        String name = path.substring(path.lastIndexOf('.') + 1);
        boolean required = parent != null
                && parent.path("required").valueStream().anyMatch(one -> one.asText().equals(name));
        JsonNode node = nodes(crd).get(path);
        boolean hasDefault = node != null && node.has("default");
        return (required || hasDefault) && isAlwaysThere(crd, parent(path));
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('.'));
    }

    static List<Class<?>> recordsWithDefaults() {
        return List.of(Task.class, Task.Request.class, Task.Data.class, Task.Ride.class, Task.Expectation.class,
                Threshold.Abort.class, Load.UserStage.class, Load.RateStage.class, Load.Arrivals.class,
                SyntheticSource.class, CsvSource.class, Tls.class);
    }

    @ParameterizedTest
    @MethodSource("recordsWithDefaults")
    void aRecordSetsTheDefaultsThatItsDescriptionsState(Class<?> type) throws ReflectiveOperationException {
        Object decoded = new ObjectMapper().convertValue(Map.of(), type);
        int found = 0;
        for (RecordComponent component : type.getRecordComponents()) {
            DefaultInCode stated = component.getAnnotation(DefaultInCode.class);
            if (stated != null && !stated.value().isEmpty()) {
                Object value = component.getAccessor().invoke(decoded);
                assertThat(value instanceof List<?> list ? String.valueOf(list.getFirst()) : String.valueOf(value))
                        .as(component.toString()).isEqualTo(stated.value());
                found++;
            }
        }

        assertThat(found).isPositive();
    }

    @ParameterizedTest
    @MethodSource("crds")
    void aNewObjectHasAnObservedGenerationThatIsNotItsOwn(JsonNode crd) {
        assertThat(version(crd).at("/schema/openAPIV3Schema/properties/status/default/observedGeneration").asInt())
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("crds")
    void everyRuleIsViolatedByAnInvalidManifest(JsonNode crd) throws IOException {
        String expectations;
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/manifests"))) {
            expectations = files.map(CrdGeneratorTest::text).reduce("", String::concat);
        }

        List<String> messages = nodes(crd).values().stream()
                .flatMap(node -> node.path("x-kubernetes-validations").valueStream())
                .filter(rule -> !rule.path("rule").asText().contains("oldSelf"))
                .map(rule -> rule.path("message").asText()).toList();

        assertThat(messages).isNotEmpty()
                .allSatisfy(message -> assertThat(expectations).contains(": " + message + "\n"));
    }

    @Test
    void aFareModelScalesLikeADeployment() {
        JsonNode scale = version(FARE_MODEL).at("/subresources/scale");

        assertThat(scale.path("specReplicasPath").asText()).isEqualTo(".spec.serving.replicas");
        assertThat(scale.path("statusReplicasPath").asText()).isEqualTo(".status.replicas");
        assertThat(scale.path("labelSelectorPath").asText()).isEqualTo(".status.selector");
    }

    @Test
    void bothKindsHaveAShortNameAndACategory() {
        assertThat(FARE_MODEL.at("/spec/names/shortNames")).map(JsonNode::asText).containsExactly("fm");
        assertThat(LOAD_TEST.at("/spec/names/shortNames")).map(JsonNode::asText).containsExactly("swarm");
        assertThat(List.of(FARE_MODEL, LOAD_TEST)).allSatisfy(
                crd -> assertThat(crd.at("/spec/names/categories")).map(JsonNode::asText)
                        .containsExactly("fareswarm"));
    }

    @Test
    void kubectlGetLoadtestShowsPhaseVerdictAndFigures() {
        assertThat(version(LOAD_TEST).path("additionalPrinterColumns")).map(column -> column.path("name").asText())
                .containsExactly("TARGET", "PHASE", "VERDICT", "WORKERS", "USERS", "REQUESTS", "RPS", "P50", "P95",
                        "P99", "FAIL%", "CAPACITY", "AGE");
    }

    @ParameterizedTest
    @MethodSource("crds")
    void everyPrinterColumnShowsAFieldThatExists(JsonNode crd) {
        Map<String, JsonNode> nodes = nodes(crd);
        List<String> paths = new ArrayList<>();
        version(crd).path("additionalPrinterColumns").forEach(column -> paths.add(column.path("jsonPath").asText()));
        paths.remove(".metadata.creationTimestamp");

        assertThat(paths).allSatisfy(path -> assertThat(nodes)
                .containsKey(path.replaceAll("\\[\\?\\(.*\\)\\]", "[]").replace("['model','url']", ".model")));
    }

    @ParameterizedTest
    @MethodSource("crds")
    void theStatusIsASubresource(JsonNode crd) {
        assertThat(version(crd).at("/subresources/status").isObject()).isTrue();
    }

    private static JsonNode version(JsonNode crd) {
        return crd.at("/spec/versions/0");
    }

    /// All nodes of the schema by path. The path of a list's items ends with `[]`, that of a map's values with `{}`.
    private static Map<String, JsonNode> nodes(JsonNode crd) {
        Map<String, JsonNode> nodes = new java.util.LinkedHashMap<>();
        collect(version(crd).at("/schema/openAPIV3Schema"), "", nodes);
        return nodes;
    }

    private static void collect(JsonNode node, String path, Map<String, JsonNode> nodes) {
        nodes.put(path, node);
        node.path("properties").properties()
                .forEach(field -> collect(field.getValue(), path + "." + field.getKey(), nodes));
        if (node.has("items")) {
            collect(node.get("items"), path + "[]", nodes);
        }
        if (node.has("additionalProperties")) {
            collect(node.get("additionalProperties"), path + "{}", nodes);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
