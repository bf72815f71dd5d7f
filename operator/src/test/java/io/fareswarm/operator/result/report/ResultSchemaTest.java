package io.fareswarm.operator.result.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import org.junit.jupiter.api.Test;

import io.fareswarm.operator.result.Runs;
import io.fareswarm.protocol.AddressReport;

import static org.assertj.core.api.Assertions.assertThat;

/// `docs/result.schema.json` describes every field of `result.json`.
class ResultSchemaTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static JsonNode schema() throws IOException {
        return JSON.readTree(
                Files.readString(Path.of(System.getProperty("fareswarm.root"), "docs/result.schema.json")));
    }

    private static ObjectNode result() throws IOException {
        return (ObjectNode) JSON.readTree(ResultJson.of("default", "taxi-rush", Runs.spec(), Runs.status(),
                Objects.requireNonNull(Runs.status().result()).errors(),
                List.of(new AddressReport("10.0.0.1", 3, 1), new AddressReport(AddressReport.OTHERS, 2, 0))));
    }

    private static ObjectNode resultOfASearch() throws IOException {
        ObjectNode result = result();
        result.set("capacity", JSON.readTree(ResultJson.write(Runs.capacity("p99"))));
        return result;
    }

    private static Iterable<String> problems(JsonNode schema, JsonNode result) {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema).validate(result).stream()
                .map(Object::toString).toList();
    }

    /// The schema without permission for additional fields.
    private static JsonNode strict(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(ResultSchemaTest::strict);
        return schema;
    }

    @Test
    void aResultMatchesTheSchemaAndHasNoUndescribedField() throws Exception {
        assertThat(problems(schema(), result())).isEmpty();
        assertThat(problems(strict(schema()), result())).isEmpty();
        assertThat(problems(strict(schema()), resultOfASearch())).isEmpty();
    }

    @Test
    void anInvalidResultDoesNotMatchTheSchema() throws Exception {
        assertThat(problems(schema(), result().put("schemaVersion", ResultJson.SCHEMA_VERSION + 1))).hasSize(1);
        assertThat(problems(schema(), result().put("verdict", "Great"))).hasSize(1);
        assertThat(problems(schema(), result().without("spec"))).hasSize(1);
        assertThat(problems(strict(schema()), result().put("more", 1))).hasSize(1);
    }

    @Test
    void theSpecOfARunIsReadFromItsResult() throws Exception {
        assertThat(ResultJson.spec(result().toString())).hasValue(Runs.spec());
        assertThat(ResultJson.spec("no JSON")).isEmpty();
    }
}
