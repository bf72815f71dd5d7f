package io.fareswarm.e2e.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Manifests for the scenarios: small models, and tests with so little load that a busy machine does not change the
/// verdict.
public final class Manifest {
    /// A short training that needs no data.
    public static final String SYNTHETIC = "synthetic: {rows: 1000, seed: 1}";
    /// Given weights, without a training.
    public static final String WEIGHTS = "weights: [147.18210116623817, 77.0724130187767, 6.392624605022959]";

    private Manifest() {}

    /// A FareModel with one server.
    ///
    /// @param training source of the weights, as one line of YAML
    public static String model(String name, String training) {
        return """
                apiVersion: fareswarm.io/v1beta1
                kind: FareModel
                metadata: {name: %s}
                spec:
                  training: {%s}
                  serving: {replicas: 1}
                """.formatted(name, training);
    }

    /// A LoadTest of 50 requests a second for 8 s against the model `taxi`, by two workers.
    ///
    /// @param fields fields of the spec that replace the defaults, each as one line of YAML
    public static String loadTest(String name, String... fields) {
        Map<String, String> spec = new LinkedHashMap<>();
        for (String field : new String[]{"target: {model: taxi}", "workers: {count: 2}", "duration: 8s", "maxLag: 5s",
                "load: {arrivals: {rate: 50}}"}) {
            spec.put(key(field), field);
        }
        for (String field : fields) {
            spec.put(key(field), field);
        }
        return """
                apiVersion: fareswarm.io/v1beta1
                kind: LoadTest
                metadata: {name: %s}
                spec:
                %s
                """.formatted(name,
                spec.values().stream().map(field -> "  " + field).collect(Collectors.joining("\n")));
    }

    private static String key(String field) {
        return field.substring(0, field.indexOf(':'));
    }

    /// A merge patch of one field of the spec.
    public static String patch(String field, Object value) {
        return "{\"spec\":{\"%s\":%s}}".formatted(field, value);
    }
}
