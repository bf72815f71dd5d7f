package io.fareswarm.cli;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Manifests as a user writes them; a test passes only the lines that matter to it.
final class Manifest {
    /// Given weights, without a training.
    static final String WEIGHTS = "weights: [147.18210116623817, 77.0724130187767, 6.392624605022959]";

    private Manifest() {}

    /// A FareModel `taxi`.
    static String model(String training) {
        return document("FareModel", "taxi", "training: {" + training + "}");
    }

    /// A LoadTest `rush`.
    ///
    /// @param spec its lines
    static String test(String... spec) {
        return document("LoadTest", "rush", spec);
    }

    /// Two documents in one file.
    static String both(String model, String test) {
        return model + "---\n" + test;
    }

    private static String document(String kind, String name, String... spec) {
        return """
                apiVersion: fareswarm.io/v1beta1
                kind: %s
                metadata: {name: %s}
                spec:
                """.formatted(kind, name) + Stream.of(spec).map("  %s\n"::formatted).collect(Collectors.joining());
    }
}
