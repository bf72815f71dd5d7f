package io.fareswarm.operator.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestSpec;

/// Copies of specs, as a user edits them.
final class Specs {
    private static final JsonMapper JSON = new JsonMapper();

    private Specs() {}

    /// A copy with another value of one field.
    static LoadTestSpec with(LoadTestSpec spec, String field, @Nullable Object value) {
        ObjectNode copy = JSON.valueToTree(spec);
        copy.set(field, JSON.valueToTree(value));
        return JSON.convertValue(copy, LoadTestSpec.class);
    }
}
