package io.fareswarm.crdgen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fareswarm.api.ApiNames;

/// Holds the committed CRDs against the records, as a step of the build. There are two copies of them: one for the class
/// path, and one for the chart, which can read nothing outside its own folder.
final class CrdFiles {
    private static final String COMMAND = "mvn -pl crds process-classes -Dcrds.update";

    private CrdFiles() {}

    /// Arguments: the folders of the sources, of the committed resources, of the chart's CRDs, of the compiled resources and
    /// of what is generated, and `true` to take that over into the three before it. Ends with status 1, saying what to do,
    /// where the committed files are not what the records give.
    public static void main(String[] arguments) throws IOException {
        CrdGenerator crds = new CrdGenerator(DocComments.read(Path.of(arguments[0]).resolve("io/fareswarm/api")));
        List<Path> committed = List.of(onClassPath(Path.of(arguments[1])), Path.of(arguments[2]));
        Path generated = Path.of(arguments[4]);
        generate(crds, generated);
        if (Boolean.parseBoolean(arguments[5])) {
            for (Path folder : committed) {
                generate(crds, folder);
            }
            // The build has copied its resources before this step.
            generate(crds, onClassPath(Path.of(arguments[3])));
        }
        List<String> differences = differences(committed, generated);
        differences.forEach(System.err::println);
        if (!differences.isEmpty()) {
            System.err.println("Take what was generated over with: " + COMMAND);
            System.exit(1);
        }
    }

    /// Where both CRDs are on a class path.
    ///
    /// @param root a folder of that class path
    static Path onClassPath(Path root) {
        return root.resolve(ApiNames.crdResource("any")).resolveSibling("");
    }

    /// The name of a CRD's file, the same in every folder.
    ///
    /// @param plural `faremodels` or `loadtests`
    static String fileName(String plural) {
        return String.valueOf(Path.of(ApiNames.crdResource(plural)).getFileName());
    }

    /// Writes both CRDs.
    static void generate(CrdGenerator crds, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (ObjectNode crd : List.of(crds.fareModel(), crds.loadTest())) {
            Files.writeString(folder.resolve(fileName(crd.at("/spec/names/plural").asText())),
                    "# Generated from the records of io.fareswarm.api; to change it, change them and run\n# "
                            + COMMAND + "\n" + YamlTrees.write(crd));
        }
    }

    /// What of the generated files the committed ones do not have, one sentence a file.
    static List<String> differences(List<Path> committed, Path generated) throws IOException {
        List<String> differences = new ArrayList<>();
        for (Path folder : committed) {
            for (String plural : List.of("faremodels", "loadtests")) {
                Path actual = folder.resolve(fileName(plural));
                Path expected = generated.resolve(fileName(plural));
                if (!Files.exists(actual)) {
                    differences.add("Expected " + actual + " to be what the records give, found no such file.");
                } else if (Files.mismatch(actual, expected) >= 0) {
                    differences.add("Expected " + actual + " to be what the records give, which is " + expected
                            + "; found another.");
                }
            }
        }
        return differences;
    }
}
