package io.fareswarm.operator.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import io.fareswarm.operator.ui.ManifestCheck.Problem;

/// The problems of a manifest in an API server's own words.
final class ApiProblems {
    private static final Pattern FIELD = Pattern.compile("(?:unknown|duplicate) field \"([^\"]+)\"");

    private ApiProblems() {}

    /// The problems in a response that rejects a manifest: one for each cause, or for each unknown field, or one without a path.
    ///
    /// @param status the response: a `Status` of the Kubernetes API
    static List<Problem> of(JsonNode status) {
        String message = status.path("message").asText().strip();
        List<Problem> problems = new ArrayList<>();
        for (JsonNode cause : status.at("/details/causes")) {
            problems.add(new Problem(cause.path("field").asText(), cause.path("message").asText()));
        }
        if (problems.isEmpty()) {
            Matcher fields = FIELD.matcher(message);
            while (fields.find()) {
                problems.add(new Problem(fields.group(1), fields.group()));
            }
        }
        return problems.isEmpty()
                ? List.of(new Problem("", message.isEmpty() ? "the API server rejects the manifest" : message))
                : problems;
    }
}
