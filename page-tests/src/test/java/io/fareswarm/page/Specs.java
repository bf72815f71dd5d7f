package io.fareswarm.page;

/// Specs of LoadTests as JSON, for the model of the quickstart. Their maximum lag is far above what a busy machine has.
final class Specs {
    /// Ten requests of each of ten users in a second.
    static final String USERS = "\"users\": {\"count\": 10, \"spawnRate\": 100, \"wait\": {\"constant\": \"100ms\"}}";

    private Specs() {}

    /// @param more fields, each with a comma before it
    static String model(String duration, String load, String... more) {
        return spec("\"model\": \"taxi\"", duration, load, more);
    }

    /// @param target field `model` or `url`
    static String spec(String target, String duration, String load, String... more) {
        return """
                {"target": {%s}, "maxLag": "10s", "workers": {"count": 2}, "duration": "%s", "load": {%s}%s}"""
                .formatted(target, duration, load, String.join("", more));
    }
}
