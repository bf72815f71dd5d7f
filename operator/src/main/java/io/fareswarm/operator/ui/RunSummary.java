package io.fareswarm.operator.ui;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fareswarm.api.Result;

/// A run in the list that the page shows. Fields without a value are left out.
public final class RunSummary {
    private static final JsonMapper JSON = new JsonMapper();

    private RunSummary() {}

    /// A run that goes on.
    ///
    /// @param test its LoadTest
    /// @param files names of its files so far
    public static ObjectNode ofRunning(int run, JsonNode test, List<String> files) {
        ObjectNode live = JSON.createObjectNode().put("run", run).put("live", true);
        live.set("phase", test.at("/status/phase"));
        live.set("startedAt", test.at("/status/run/startedAt"));
        live.set("result", test.at("/status/result"));
        live.set("capacity", test.at("/status/capacity"));
        live.set("spec", test.path("spec"));
        return withFiles(live, files);
    }

    /// A run that is over. The list has as many errors as a status.
    ///
    /// @param result its `result.json`
    /// @param files names of the files of its report
    public static ObjectNode ofStored(int run, JsonNode result, List<String> files) {
        ObjectNode stored = JSON.createObjectNode().put("run", run);
        for (String field : List.of("verdict", "phase", "result", "thresholds", "capacity", "conditions", "spec")) {
            stored.set(field, result.path(field).deepCopy());
        }
        if (stored.at("/result/errors") instanceof ArrayNode errors) {
            while (errors.size() > Result.MOST_ERRORS) {
                errors.remove(errors.size() - 1);
            }
        }
        stored.set("startedAt", result.at("/run/startedAt"));
        stored.set("finishedAt", result.at("/run/finishedAt"));
        return withFiles(stored, files);
    }

    private static ObjectNode withFiles(ObjectNode run, List<String> files) {
        run.removeIf(JsonNode::isMissingNode);
        run.set("files", JSON.valueToTree(files.stream().sorted().toList()));
        return run;
    }
}
