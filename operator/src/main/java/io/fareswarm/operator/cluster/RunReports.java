package io.fareswarm.operator.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fareswarm.operator.kubernetes.Labels;
import io.fareswarm.operator.result.report.ReportFiles;
import io.fareswarm.operator.ui.RunSummary;

/// The reports of a LoadTest's runs: a ConfigMap for each run, with a key for each file. A run that goes on has a ConfigMap
/// without `result.json`.
record RunReports(ApiServer api) {
    private static final JsonMapper JSON = new JsonMapper();
    /// ConfigMaps in one response; a LoadTest stores at most 20 reports.
    private static final int MOST = 30;
    /// Longer files are not sent; a ConfigMap has at most 1 MiB.
    private static final int LONGEST_FILE = 4 << 20;

    /// The runs of a LoadTest, newest first.
    ///
    /// @param test the LoadTest as it is; null if it is not known
    List<ObjectNode> runs(String namespace, String name, JsonNode test) {
        List<ObjectNode> runs = new ArrayList<>();
        int live = live(test);
        boolean found = false;
        for (JsonNode report : configMaps(namespace, Labels.LOADTEST + "=" + name)) {
            int run = report.at("/metadata/labels").path(Labels.RUN).asInt();
            List<String> files = new ArrayList<>();
            report.path("data").fieldNames().forEachRemaining(files::add);
            if (run == live) {
                found = true;
                runs.add(RunSummary.ofRunning(run, test, files));
            } else {
                result(report).ifPresent(result -> runs.add(RunSummary.ofStored(run, result, files)));
            }
        }
        if (live > 0 && !found) {
            runs.add(RunSummary.ofRunning(live, test, List.of()));
        }
        runs.sort(Comparator.comparingInt((ObjectNode run) -> run.path("run").asInt()).reversed());
        return runs;
    }

    /// The number of the run that goes on; 0 without one.
    static int live(JsonNode test) {
        return switch (test.at("/status/phase").asText()) {
            case "Preparing", "Running", "Finishing" -> test.at("/status/run/number").asInt();
            default -> 0;
        };
    }

    private static Optional<JsonNode> result(JsonNode report) {
        try {
            return Optional.of(JSON.readTree(report.path("data").path(ReportFiles.RESULT).asText()))
                    .filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /// A file of a run's report.
    Optional<String> file(String namespace, String name, int run, String file) {
        for (JsonNode report : configMaps(namespace, Labels.LOADTEST + "=" + name + "," + Labels.RUN + "=" + run)) {
            JsonNode text = report.path("data").path(file);
            if (text.isTextual() && text.asText().length() <= LONGEST_FILE) {
                return Optional.of(text.asText());
            }
        }
        return Optional.empty();
    }

    private JsonNode configMaps(String namespace, String labels) {
        return api.get("/api/v1/namespaces/" + PageKind.name(namespace) + "/configmaps?limit=" + MOST
                + "&labelSelector=" + ApiServer.query(Labels.OURS + "," + labels)).path("items");
    }
}
