package io.fareswarm.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fareswarm.e2e.cluster.Command;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.e2e.cluster.SuiteEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/// Applies the manifests of the module `crds` to a real API server as a dry run. The server must report the problems in
/// their lines `# expect: PATH: MESSAGE`, like Java's validation in that module.
@ExtendWith(SharedRelease.class)
class DryRunTest {
    private static final Path FOLDER = SuiteEnvironment.root().resolve("crds/src/test/resources/manifests");
    private static final Pattern REJECTION = Pattern.compile("error when \\w+ \"([^\"]+)\": (.*)");
    private static final Pattern UNKNOWN_FIELD = Pattern.compile("unknown field \"([^\"]+)\"");
    /// Pattern of the beginning of each problem in a list: a path, or none. Messages may contain commas.
    private static final Pattern PROBLEM = Pattern.compile(
            "(?:^|is invalid: \\[?|, )(\\.?(?:spec|metadata)[^ :]*|<nil>): (?=[A-Z])");
    private static final String UNCHECKED = "some validation rules were not checked";

    @Test
    void theApiServerFindsTheSameProblemsAsJava() throws IOException {
        try (ScenarioNamespace namespace = new ScenarioNamespace("dry")) {
            Command kubectl = Command.run("", Stream.concat(SuiteEnvironment.admin().stream(),
                    Stream.of("apply", "--dry-run=server", "-f", copy(namespace).toString())).toList());
            Map<String, String> rejections = new TreeMap<>();
            kubectl.err().lines().forEach(line -> {
                Matcher rejection = REJECTION.matcher(line);
                assertThat(rejection.find()).as(line).isTrue();
                rejections.put(Path.of(rejection.group(1)).getFileName().toString(), rejection.group(2));
            });

            assertThat(rejections.keySet()).containsExactlyElementsOf(names("invalid-"));
            List<String> disagreements = new ArrayList<>();
            for (Map.Entry<String, String> rejection : rejections.entrySet()) {
                disagreements.addAll(disagreements(rejection.getKey(), rejection.getValue()));
            }
            assertThat(disagreements).isEmpty();
            assertThat(kubectl.out().lines()).hasSizeGreaterThanOrEqualTo(names("valid-").size());
        }
    }

    /// Copies all manifests and sets their namespace to the scenario's, because their own namespaces do not exist.
    private static Path copy(ScenarioNamespace namespace) throws IOException {
        Path copies = Files.createTempDirectory("fareswarm-e2e");
        for (String name : names("")) {
            String text = Files.readString(FOLDER.resolve(name));
            Files.writeString(copies.resolve(name),
                    text.replaceAll("(?m)^  namespace: .*$", "  namespace: " + namespace.name()));
        }
        return copies;
    }

    private static List<String> names(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(".yaml")).sorted().toList();
        }
    }

    private static List<String> disagreements(String name, String rejection) throws IOException {
        List<String> expected = Files.readAllLines(FOLDER.resolve(name)).stream()
                .filter(line -> line.startsWith("# expect: ")).map(line -> line.substring("# expect: ".length()))
                .toList();
        List<String> found = problems(rejection);
        // The server evaluates no rules if the schema already rejects the object.
        boolean whole = !rejection.contains(UNCHECKED);
        List<String> disagreements = new ArrayList<>();
        expected.stream().filter(line -> found.stream().noneMatch(problem -> matches(problem, line)))
                .filter(_ -> whole || found.isEmpty())
                .forEach(line -> disagreements.add("%s: expected %s, found %s".formatted(name, line, rejection)));
        found.stream().filter(problem -> expected.stream().noneMatch(line -> matches(problem, line)))
                .forEach(problem -> disagreements.add("%s: unexpected %s".formatted(name, problem)));
        return disagreements;
    }

    /// The problems in the server's message, each as `PATH: MESSAGE`.
    private static List<String> problems(String rejection) {
        List<String> problems = new ArrayList<>();
        Matcher unknown = UNKNOWN_FIELD.matcher(rejection);
        while (unknown.find()) {
            problems.add(unknown.group(1) + ": unknown field");
        }
        Matcher problem = PROBLEM.matcher(rejection);
        List<Integer> starts = new ArrayList<>();
        while (problem.find()) {
            starts.add(problem.start(1));
        }
        for (int i = 0; i < starts.size(); i++) {
            String one = rejection.substring(starts.get(i),
                    i + 1 < starts.size() ? starts.get(i + 1) : rejection.length());
            // The scale subresource repeats problems of the schema with a leading dot.
            if (!one.contains(UNCHECKED) && !one.startsWith(".")) {
                // The server writes a map's key in brackets if a rule of its value fails, and otherwise after a dot.
                problems.add(one.replaceFirst("^([^ ]*)\\[([a-z]+)\\]", "$1.$2"));
            }
        }
        return problems;
    }

    private static boolean matches(String problem, String expected) {
        String path = expected.substring(0, expected.indexOf(": ") + 2);
        String message = expected.substring(path.length()).toLowerCase(Locale.ROOT);
        // A value that may be a number has a pattern, and the server's message is this pattern.
        return problem.startsWith(path)
                && (problem.toLowerCase(Locale.ROOT).contains(message) || problem.contains(" should match '"));
    }
}
