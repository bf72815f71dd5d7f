package io.fareswarm.validation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fareswarm.api.ApiNames;
import io.fareswarm.api.FareModel;
import io.fareswarm.api.FareModelSpec;
import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.text.Utf8Text;

/// Reads manifests of FareModels, LoadTests, Secrets and ConfigMaps. Adds defaults and validates like a cluster that
/// has the CRDs of the class path.
///
/// One reader collects any number of texts for one [#result()]. Not thread-safe.
public final class ManifestReader {
    /// Maximum size of a manifest file in bytes.
    public static final int MAX_BYTES = YamlDocuments.MAX_LENGTH;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, Schema> SCHEMAS = Map.of("FareModel", schemaOf("faremodels"), "LoadTest",
            schemaOf("loadtests"));
    private static final CelRules RULES = new CelRules();

    private final List<FareModel> models = new ArrayList<>();
    private final List<LoadTest> tests = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /// Source and line of each resource by kind, namespace and name.
    private final Map<String, String> seen = new HashMap<>();

    /// The resources of all texts, or the problems of all texts.
    public Manifests result() {
        return problems.isEmpty()
                ? new Manifests.Valid(List.copyOf(models), List.copyOf(tests), List.copyOf(attachments))
                : new Manifests.Invalid(List.copyOf(problems));
    }

    /// Reads a file of YAML documents in UTF-8, of at most [#MAX_BYTES] bytes.
    ///
    /// @throws IOException if the file cannot be read; problems in its content are part of the result
    public ManifestReader file(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return input(file.toString(), in);
        }
    }

    /// Reads a stream of YAML documents in UTF-8, of at most [#MAX_BYTES] bytes, to its end. Does not close it.
    ///
    /// @param source name of the stream in problems
    /// @throws IOException if the stream cannot be read; problems in its content are part of the result
    public ManifestReader input(String source, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            problems.add(new Problem(source, 1, "", "", "expected at most " + MAX_BYTES + " bytes, found more"));
            return this;
        }
        try {
            return text(source, Utf8Text.decode(bytes));
        } catch (Utf8Text.Malformed e) {
            problems.add(new Problem(source, e.line(), "", "", String.valueOf(e.getMessage())));
            return this;
        }
    }

    /// Reads a text of YAML documents.
    ///
    /// @param source name of the text in problems
    public ManifestReader text(String source, String yaml) {
        try {
            List<YamlDocuments.Document> documents = YamlDocuments.read(yaml);
            if (documents.isEmpty()) {
                problems.add(new Problem(source, 1, "", "", "expected a FareModel or a LoadTest, found nothing"));
            }
            documents.forEach(document -> document(source, document));
        } catch (YamlDocuments.YamlException e) {
            problems.add(new Problem(source, e.line, "", "", String.valueOf(e.getMessage())));
        }
        return this;
    }

    private void document(String source, YamlDocuments.Document document) {
        ProblemList found = new ProblemList();
        JsonNode tree = document.tree();
        String kind = tree.path("kind").asText();
        String apiVersion = tree.path("apiVersion").asText();
        Schema schema = SCHEMAS.get(kind);
        if (!(tree instanceof ObjectNode resource)) {
            found.add(FieldPaths.ROOT, "expected a FareModel or a LoadTest, found " + StructuralRules.shown(tree));
        } else if (Attachment.isKind(kind) && apiVersion.equals(Attachment.API_VERSION)) {
            attachments.add(Attachment.read(resource, found));
            once(source, document, found);
        } else if (schema == null) {
            found.add("kind", "expected FareModel or LoadTest, found " + StructuralRules.shown(tree.path("kind")));
        } else if (!apiVersion.equals(ApiNames.API_VERSION)) {
            found.add("apiVersion",
                    "expected " + ApiNames.API_VERSION + ", found " + StructuralRules.shown(apiVersion));
        } else {
            check(resource, schema, found);
            once(source, document, found);
        }
        if (found.isEmpty() && schema != null) {
            decode(kind, tree);
        }
        String named = (kind + " " + tree.path("metadata").path("name").asText()).strip();
        found.all().forEach(entry -> problems.add(new Problem(source, document.lineOf(entry.path()), named,
                entry.path(), entry.message())));
    }

    private void once(String source, YamlDocuments.Document document, ProblemList found) {
        String at = source + ":" + document.lineOf(FieldPaths.ROOT);
        String first = seen.putIfAbsent(identity(document.tree()), at);
        if (first != null) {
            found.add("metadata.name", "expected each resource once, found it in " + first + " already");
        }
    }

    private void check(ObjectNode resource, Schema schema, ProblemList found) {
        resource.properties().forEach(field -> {
            if (!List.of("apiVersion", "kind", "metadata").contains(field.getKey())) {
                Schema known = schema.children().properties().get(field.getKey());
                if (known == null) {
                    found.add(field.getKey(), "unknown field");
                } else {
                    StructuralRules.unknownFields(field.getValue(), known, field.getKey(), found);
                }
            }
        });
        // An API server ignores a status in a manifest, because status is a subresource.
        resource.remove("status");
        schema.addDefaults(resource);
        MetadataRules.check(resource, found);
        StructuralRules.check(resource, schema, FieldPaths.ROOT, found);
        RULES.check(resource, schema, FieldPaths.ROOT, found);
    }

    private static String identity(JsonNode resource) {
        var metadata = MetadataRules.decode(resource);
        return resource.path("kind").asText() + " " + metadata.getNamespace() + "/" + metadata.getName();
    }

    private void decode(String kind, JsonNode resource) {
        if (kind.equals("FareModel")) {
            FareModel model = new FareModel();
            model.setMetadata(MetadataRules.decode(resource));
            model.setSpec(JSON.convertValue(resource.path("spec"), FareModelSpec.class));
            models.add(model);
        } else {
            LoadTest test = new LoadTest();
            test.setMetadata(MetadataRules.decode(resource));
            test.setSpec(JSON.convertValue(resource.path("spec"), LoadTestSpec.class));
            tests.add(test);
        }
    }

    private static Schema schemaOf(String plural) {
        String name = ApiNames.crdResource(plural);
        try (InputStream in = ManifestReader.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("expected " + name + " on the class path, found nothing");
            }
            JsonNode crd = YamlDocuments.read(new String(in.readAllBytes(), StandardCharsets.UTF_8)).getFirst().tree();
            return Schema.of(crd.at("/spec/versions/0/schema/openAPIV3Schema"));
        } catch (IOException | YamlDocuments.YamlException e) {
            throw new IllegalStateException("expected " + name + " to be a CRD, found a mistake in it", e);
        }
    }
}
