package io.fareswarm.crdgen;

import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crdv2.generator.CustomResourceInfo;
import io.fabric8.crdv2.generator.ResolvingContext;
import io.fabric8.crdv2.generator.v1.CustomResourceHandler;
import io.fabric8.kubernetes.client.CustomResource;

import io.fareswarm.api.ApiNames;
import io.fareswarm.api.FareModel;
import io.fareswarm.api.FareModelSpec;
import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;

/// Generates both CRDs from the resource classes: schemas, printer columns and the scale subresource.
record CrdGenerator(RecordSchema records) {
    /// The observed generation of a resource that the operator has not seen yet.
    private static final long NOT_OBSERVED = -1;

    ObjectNode fareModel() {
        ObjectNode crd = generate(FareModel.class, FareModelSpec.class, FareModelStatus.class,
                List.of(column("TRAINED", "string", ".status.conditions[?(@.type==\"Trained\")].status"),
                        column("AVAILABLE", "string", ".status.conditions[?(@.type==\"Available\")].status"),
                        column("REPLICAS", "integer", ".spec.serving.replicas"),
                        column("READY", "integer", ".status.readyReplicas"),
                        column("RMSE", "string", ".status.columns.rmse"),
                        column("R2", "string", ".status.columns.r2"),
                        wide(column("ROWS", "integer", ".status.model.rows.used")),
                        wide(column("DIGEST", "string", ".status.model.digest")),
                        wide(column("URL", "string", ".status.url")),
                        column("AGE", "date", ".metadata.creationTimestamp")));
        version(crd).withObject("subresources").putObject("scale").put("specReplicasPath", ".spec.serving.replicas")
                .put("statusReplicasPath", ".status.replicas").put("labelSelectorPath", ".status.selector");
        return crd;
    }

    ObjectNode loadTest() {
        return generate(LoadTest.class, LoadTestSpec.class, LoadTestStatus.class, List.of(
                // Reads the spec, because a new resource has no status. Exactly one of the two fields is set.
                column("TARGET", "string", ".spec.target['model','url']"), column("PHASE", "string", ".status.phase"),
                column("VERDICT", "string", ".status.verdict"), column("WORKERS", "integer", ".status.workers.ready"),
                column("USERS", "integer", ".status.result.users"),
                column("REQUESTS", "integer", ".status.result.requests"),
                column("RPS", "string", ".status.columns.throughput"),
                column("P50", "string", ".status.columns.p50"),
                column("P95", "string", ".status.columns.p95"),
                column("P99", "string", ".status.columns.p99"),
                column("FAIL%", "string", ".status.columns.failurePercent"),
                column("CAPACITY", "string", ".status.columns.capacity"),
                column("AGE", "date", ".metadata.creationTimestamp")));
    }

    private ObjectNode generate(Class<? extends CustomResource<?, ?>> kind, Class<?> spec, Class<?> status,
            List<ObjectNode> columns) {
        CustomResourceHandler handler = new CustomResourceHandler();
        handler.handle(CustomResourceInfo.fromClass(kind), ResolvingContext.defaultResolvingContext(false));
        ObjectNode crd = new ObjectMapper().valueToTree(handler.finish().findFirst().orElseThrow().getKey());
        ObjectNode version = version(crd);
        columns.forEach(version.withArray("additionalPrinterColumns")::add);
        ObjectNode schema = (ObjectNode) version.path("schema").path("openAPIV3Schema");
        schema.put("description", records.docs().of(kind)).putArray("required").add("spec");
        ((ObjectNode) crd.at("/spec/names")).putArray("categories").add(ApiNames.CATEGORY);
        ObjectNode properties = (ObjectNode) schema.get("properties");
        records.complete((ObjectNode) properties.get("spec"), spec);
        ObjectNode statusSchema = (ObjectNode) properties.get("status");
        records.complete(statusSchema, status);
        withoutRules(statusSchema);
        // A new resource has an observed generation, and so kstatus does not take it for current.
        statusSchema.putObject("default").put("observedGeneration", NOT_OBSERVED);
        ObjectNode name = properties.putObject("metadata").put("type", "object").putObject("properties")
                .putObject("name").put("type", "string");
        name.put("maxLength", ApiNames.MAX_NAME_LENGTH);
        schema.withArray("x-kubernetes-validations").addObject()
                .put("rule", "self.metadata.name.matches('" + ApiNames.NAME_PATTERN + "')")
                .put("message", ApiNames.NAME_MESSAGE).put("fieldPath", ".metadata.name");
        return crd;
    }

    /// Removes the CEL rules of a status: only the operator writes it, with values from a checked spec.
    private static void withoutRules(ObjectNode schema) {
        schema.findParents("x-kubernetes-validations")
                .forEach(parent -> ((ObjectNode) parent).remove("x-kubernetes-validations"));
    }

    private static ObjectNode version(ObjectNode crd) {
        return (ObjectNode) ((ArrayNode) crd.path("spec").path("versions")).get(0);
    }

    private static ObjectNode column(String name, String type, String path) {
        return JsonNodeFactory.instance.objectNode().put("name", name).put("type", type).put("jsonPath", path);
    }

    /// Shows the column only with `-o wide`.
    private static ObjectNode wide(ObjectNode column) {
        return column.put("priority", 1);
    }
}
