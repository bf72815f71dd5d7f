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

/// Reads FareModel and LoadTest manifests, and the Secrets and ConfigMaps beside them, completes and validates them against the CRDs on the class path, as a cluster
/// that has these would.
///
/// Collects the manifests of any number of texts; one reader is for one thread and one [#result()].
public final class ManifestReader {
    /// Bytes of a manifest file at most.
    public static final int MAX_BYTES = YamlDocuments.MAX_LENGTH;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, Schema> SCHEMAS = Map.of("FareModel", schemaOf("faremodels"), "LoadTest",
            schemaOf("loadtests"));
    private static final CelRules RULES = new CelRules();

    private final List<FareModel> models = new ArrayList<>();
    private final List<LoadTest> tests = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /// Where each resource was, by kind, namespace and name.
    private final Map<String, String> seen = new HashMap<>();

    /// What came of all that was read.
    public Manifests result() {
        return problems.isEmpty()
                ? new Manifests.Valid(List.copyOf(models), List.copyOf(tests), List.copyOf(attachments))
                : new Manifests.Refused(List.copyOf(problems));
    }

    /// Reads a file of YAML documents in UTF-8, of at most [#MAX_BYTES] bytes.
    ///
    /// @throws IOException where the file cannot be read; what is wrong in it is part of the result
    public ManifestReader file(Path file) throws IOException {
        String source = file.toString();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                problems.add(new Problem(source, 1, "", "", "expected at most " + MAX_BYTES + " bytes, found more"));
                return this;
            }
            return text(source, new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /// Reads a text of YAML documents.
    ///
    /// @param source names the text in problems
    public ManifestReader text(String source, String yaml) {
        try {
            List<YamlDocuments.Document> documents = YamlDocuments.read(yaml);
            if (documents.isEmpty()) {
                problems.add(new Problem(source, 1, "", "", "expected a FareModel or a LoadTest, found nothing"));
            }
            documents.forEach(document -> document(source, document));
        } catch (YamlException e) {
            problems.add(new Problem(source, e.line(), "", "", String.valueOf(e.getMessage())));
        }
        return this;
    }

    private void document(String source, YamlDocuments.Document document) {
        ProblemList findings = new ProblemList();
        JsonNode tree = document.tree();
        String kind = tree.path("kind").asText();
        String apiVersion = tree.path("apiVersion").asText();
        Schema schema = SCHEMAS.get(kind);
        if (!(tree instanceof ObjectNode resource)) {
            findings.add(FieldPaths.ROOT, "expected a FareModel or a LoadTest, found " + StructuralRules.shown(tree));
        } else if (Attachment.isKind(kind) && apiVersion.equals(Attachment.API_VERSION)) {
            attachments.add(Attachment.read(resource, findings));
            once(source, document, findings);
        } else if (schema == null) {
            findings.add("kind", "expected FareModel or LoadTest, found " + StructuralRules.shown(tree.path("kind")));
        } else if (!apiVersion.equals(ApiNames.API_VERSION)) {
            findings.add("apiVersion",
                    "expected " + ApiNames.API_VERSION + ", found " + StructuralRules.shown(apiVersion));
        } else {
            check(resource, schema, findings);
            once(source, document, findings);
        }
        if (findings.isEmpty() && schema != null) {
            decode(kind, tree);
        }
        String named = (kind + " " + tree.path("metadata").path("name").asText()).strip();
        findings.all().forEach(finding -> problems.add(new Problem(source, document.lineOf(finding.path()), named,
                finding.path(), finding.message())));
    }

    private void once(String source, YamlDocuments.Document document, ProblemList findings) {
        String at = source + ":" + document.lineOf(FieldPaths.ROOT);
        String first = seen.putIfAbsent(identity(document.tree()), at);
        if (first != null) {
            findings.add("metadata.name", "expected each resource once, found it in " + first + " already");
        }
    }

    private void check(ObjectNode resource, Schema schema, ProblemList findings) {
        resource.properties().forEach(field -> {
            if (!List.of("apiVersion", "kind", "metadata").contains(field.getKey())) {
                Schema known = schema.properties().get(field.getKey());
                if (known == null) {
                    findings.add(field.getKey(), "unknown field");
                }
                UnknownFields.find(field.getValue(), known, field.getKey(), findings);
            }
        });
        // Only the status subresource takes a status, so nothing that a manifest says there has any effect.
        resource.remove("status");
        Defaults.apply(resource, schema);
        MetadataRules.check(resource, findings);
        StructuralRules.check(resource, schema, FieldPaths.ROOT, findings);
        RULES.check(resource, schema, FieldPaths.ROOT, findings);
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
        } catch (IOException | YamlException e) {
            throw new IllegalStateException("expected " + name + " to be a CRD, found it broken", e);
        }
    }
}
