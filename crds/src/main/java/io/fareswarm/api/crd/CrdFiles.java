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
        Path compiled = Path.of(arguments[1]);
        Path generated = Path.of(arguments[2]);
        boolean update = Boolean.parseBoolean(arguments[3]);
        List<Path> stale = new ArrayList<>();
        for (ObjectNode crd : List.of(Crds.fareModel(), Crds.loadTest())) {
            String file = Fareswarm.crdResource(crd.path("spec").path("names").path("plural").asText());
            String text = "# Generated from the records of io.fareswarm.api; to change it, change them and run\n# "
                    + COMMAND + "\n" + Yaml.write(crd);
            write(generated.resolve(file), text);
            if (update) {
                write(committed.resolve(file), text);
                write(compiled.resolve(file), text);
            } else if (!Files.exists(committed.resolve(file))
                    || !Files.readString(committed.resolve(file)).equals(text)) {
                stale.add(committed.resolve(file));
            }
        }
        if (!stale.isEmpty()) {
            stale.forEach(file -> System.err.println("Expected " + file + " to be what the records give, as it is in "
                    + generated + "; found another."));
            System.err.println("Take it over with: " + COMMAND);
            System.exit(1);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
