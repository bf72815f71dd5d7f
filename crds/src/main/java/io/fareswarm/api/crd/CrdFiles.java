package io.fareswarm.api.crd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fareswarm.api.Fareswarm;

/// Holds the committed CRDs against the records, as a step of the build.
final class CrdFiles {
    private static final String COMMAND = "mvn -pl crds process-classes -Dcrds.update=true";

    private CrdFiles() {}

    /// Arguments: the committed resources' folder, the compiled ones', a folder for what was generated, and `true` to take
    /// it over into the first two. Ends with status 1, saying what to do, where the committed files are not what the
    /// records give.
    public static void main(String[] arguments) throws IOException {
        Path committed = Path.of(arguments[0]);
        Path generated = Path.of(arguments[2]);
        generate(generated);
        if (Boolean.parseBoolean(arguments[3])) {
            generate(committed);
            // The build has copied its resources before this step.
            generate(Path.of(arguments[1]));
        }
        List<String> differences = differences(committed, generated);
        differences.forEach(System.err::println);
        if (!differences.isEmpty()) {
            System.err.println("Take what was generated over with: " + COMMAND);
            System.exit(1);
        }
    }

    /// Writes both CRDs.
    static void generate(Path folder) throws IOException {
        for (ObjectNode crd : List.of(Crds.fareModel(), Crds.loadTest())) {
            Path file = folder.resolve(Fareswarm.crdResource(crd.at("/spec/names/plural").asText()));
            Files.createDirectories(file.getParent());
            Files.writeString(file,
                    "# Generated from the records of io.fareswarm.api; to change it, change them and run\n# "
                            + COMMAND + "\n" + Yaml.write(crd));
        }
    }

    /// What of the generated files the committed ones do not have, one sentence a file.
    static List<String> differences(Path committed, Path generated) throws IOException {
        List<String> differences = new ArrayList<>();
        for (String plural : List.of("faremodels", "loadtests")) {
            Path actual = committed.resolve(Fareswarm.crdResource(plural));
            Path expected = generated.resolve(Fareswarm.crdResource(plural));
            if (!Files.exists(actual)) {
                differences.add("Expected " + actual + " to be what the records give, found no such file.");
            } else if (Files.mismatch(actual, expected) >= 0) {
                differences.add("Expected " + actual + " to be what the records give, which is " + expected
                        + "; found another.");
            }
        }
        return differences;
    }
}
