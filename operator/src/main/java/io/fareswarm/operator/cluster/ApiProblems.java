package io.fareswarm.operator.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import io.fareswarm.operator.ui.ManifestCheck.FieldProblem;

/// The problems of a manifest in an API server's own words.
final class ApiProblems {
    /// Key of a map in a path, which is written like a field: a rule of its value failed.
    private static final Pattern KEY = Pattern.compile("\\[([^\\]0-9][^\\]]*)]");
    /// Path of the sentence that rules were not checked, since the schema already rejects the manifest.
    private static final String NO_PATH = "<nil>";
    private static final Pattern FIELD = Pattern.compile("(?:unknown|duplicate) field \"([^\"]+)\"");

    private ApiProblems() {}

    /// The problems in a response that rejects a manifest: one for each cause, or for each unknown field, or one without a path.
    ///
    /// @param status the response: a `Status` of the Kubernetes API
    static List<FieldProblem> of(JsonNode status) {
        String message = status.path("message").asText().strip();
        List<FieldProblem> problems = new ArrayList<>();
        for (JsonNode cause : status.at("/details/causes")) {
            FieldProblem problem = new FieldProblem(path(cause.path("field").asText()), cause.path("message").asText());
            if (!problem.path().equals(NO_PATH) && !problems.contains(problem)) {
                problems.add(problem);
            }
        }
        if (problems.isEmpty()) {
            Matcher fields = FIELD.matcher(message);
            while (fields.find()) {
                problems.add(new FieldProblem(fields.group(1), fields.group()));
            }
        }
        return problems.isEmpty()
                ? List.of(new FieldProblem("", message.isEmpty() ? "the API server rejects the manifest" : message))
                : problems;
    }

    /// The path of a cause as the form writes it. The scale subresource repeats problems with a dot before the path.
    private static String path(String field) {
        return KEY.matcher(field.startsWith(".") ? field.substring(1) : field).replaceAll(".$1");
    }
}
