package io.fareswarm.crdgen;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

import io.fareswarm.text.ProgramLocale;

/// Build step that compares the committed CRDs with the API records, or updates the CRDs. The chart holds the only
/// committed copy, because a chart reads no files outside its own folder; the build copies it to the class path.
final class CrdFiles {
    private static final String COMMAND = "mvn -pl crds process-classes -Dcrds.update";

    private CrdFiles() {}

    /// Exits with status 1 if the committed CRDs differ from the records.
    ///
    /// @param arguments folder of the sources, folder of the committed CRDs, folder of their copies on the class path, and
    /// `true` to update both
    public static void main(String[] arguments) throws IOException {
        ProgramLocale.set();
        Map<String, String> generated = generate(DocComments.read(Path.of(arguments[0]).resolve("io/fareswarm/api")));
        Path committed = Path.of(arguments[1]);
        if (Boolean.parseBoolean(arguments[3])) {
            write(generated, committed);
            write(generated, Path.of(arguments[2]));
        }
        List<String> differences = differences(generated, committed);
        differences.forEach(System.err::println);
        if (!differences.isEmpty()) {
            System.exit(1);
        }
    }

    /// The text of each CRD by file name.
    static Map<String, String> generate(DocComments docs) {
        CrdGenerator crds = new CrdGenerator(new RecordSchema(docs));
        Map<String, String> files = new LinkedHashMap<>();
        for (ObjectNode crd : List.of(crds.fareModel(), crds.loadTest())) {
            files.put(crd.at("/metadata/name").asText() + "-v1.yml",
                    "# Generated from the records of io.fareswarm.api. Change those, then run\n# " + COMMAND + "\n"
                            + yaml(crd));
        }
        return files;
    }

    /// A CRD as YAML in block style, with integral numbers without a point.
    private static String yaml(ObjectNode crd) {
        DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setIndent(2)
                .setIndicatorIndent(2).setIndentWithIndicator(true).setWidth(120).setSplitLines(false).build();
        return new Dump(settings).dumpToString(plain(new ObjectMapper().convertValue(crd, Map.class)));
    }

    private static Object plain(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(key, plain(item)));
                yield copy;
            }
            case List<?> list -> list.stream().map(CrdFiles::plain).toList();
            case Double number when number == Math.rint(number) -> BigDecimal.valueOf(number).toBigInteger();
            case null, default -> Objects.requireNonNull(value, "expected no null in a CRD");
        };
    }

    static void write(Map<String, String> files, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /// A sentence for each committed file that is missing or differs from the generated text.
    static List<String> differences(Map<String, String> generated, Path committed) throws IOException {
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, String> file : generated.entrySet()) {
            Path path = committed.resolve(file.getKey());
            if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
                differences.add("Expected " + path + " as generated from the records, found "
                        + (Files.exists(path) ? "a different file" : "no file") + ". Run " + COMMAND);
            }
        }
        return differences;
    }
}
