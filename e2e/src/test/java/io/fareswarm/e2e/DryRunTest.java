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

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Command;
import io.fareswarm.e2e.cluster.Place;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.Space;

import static org.assertj.core.api.Assertions.assertThat;

/// The folder of manifests is the contract that Java and the API server share: each `# expect: PLACE: WORDS` line is held
/// against Java in the module `crds`, and against the server's dry run here.
class DryRunTest {
    private static final Path FOLDER = Place.root().resolve("crds/src/test/resources/manifests");
    private static final Pattern REFUSAL = Pattern.compile("error when \\w+ \"([^\"]+)\": (.*)");
    private static final Pattern UNKNOWN_FIELD = Pattern.compile("unknown field \"([^\"]+)\"");
    /// Begins each problem of a list: a path or none. The words between may hold commas.
    private static final Pattern PROBLEM = Pattern.compile(
            "(?:^|is invalid: \\[?|, )(\\.?(?:spec|metadata)[^ :]*|<nil>): (?=[A-Z])");
    private static final String UNCHECKED = "some validation rules were not checked";

    @BeforeAll
    static void installed() {
        Release.shared();
    }

    @Test
    void theServerGivesTheAnswerThatJavaGives() throws IOException {
        try (Space space = new Space("dry")) {
            Command kubectl = Command.run("", Stream.concat(Place.admin().stream(),
                    Stream.of("apply", "--dry-run=server", "-f", copy(space).toString())).toList());
            Map<String, String> refusals = new TreeMap<>();
            kubectl.err().lines().forEach(line -> {
                Matcher refusal = REFUSAL.matcher(line);
                assertThat(refusal.find()).as(line).isTrue();
                refusals.put(Path.of(refusal.group(1)).getFileName().toString(), refusal.group(2));
            });

            assertThat(refusals.keySet()).containsExactlyElementsOf(names("invalid-"));
            List<String> disagreements = new ArrayList<>();
            for (Map.Entry<String, String> refusal : refusals.entrySet()) {
                disagreements.addAll(disagreements(refusal.getKey(), refusal.getValue()));
            }
            assertThat(disagreements).isEmpty();
            assertThat(kubectl.out().lines()).hasSizeGreaterThanOrEqualTo(names("valid-").size());
        }
    }

    /// All manifests, in the scenario's namespace whatever they say: the server would ask for theirs.
    private static Path copy(Space space) throws IOException {
        Path copies = Files.createTempDirectory("fareswarm-e2e");
        for (String name : names("")) {
            String text = Files.readString(FOLDER.resolve(name));
            Files.writeString(copies.resolve(name),
                    text.replaceAll("(?m)^  namespace: .*$", "  namespace: " + space.name()));
        }
        return copies;
    }

    private static List<String> names(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(".yaml")).sorted().toList();
        }
    }

    private static List<String> disagreements(String name, String refusal) throws IOException {
        List<String> expected = Files.readAllLines(FOLDER.resolve(name)).stream()
                .filter(line -> line.startsWith("# expect: ")).map(line -> line.substring("# expect: ".length()))
                .toList();
        List<String> found = problems(refusal);
        // The rules are not looked at where the schema refuses something already.
        boolean whole = !refusal.contains(UNCHECKED);
        List<String> disagreements = new ArrayList<>();
        expected.stream().filter(line -> found.stream().noneMatch(problem -> says(problem, line)))
                .filter(_ -> whole || found.isEmpty())
                .forEach(line -> disagreements.add("%s: expected %s, found %s".formatted(name, line, refusal)));
        found.stream().filter(problem -> expected.stream().noneMatch(line -> says(problem, line)))
                .forEach(problem -> disagreements.add("%s: unexpected %s".formatted(name, problem)));
        return disagreements;
    }

    /// The problems that the server's sentence lists, each as `PLACE: WORDS`.
    private static List<String> problems(String refusal) {
        List<String> problems = new ArrayList<>();
        Matcher unknown = UNKNOWN_FIELD.matcher(refusal);
        while (unknown.find()) {
            problems.add(unknown.group(1) + ": unknown field");
        }
        Matcher problem = PROBLEM.matcher(refusal);
        List<Integer> starts = new ArrayList<>();
        while (problem.find()) {
            starts.add(problem.start(1));
        }
        for (int i = 0; i < starts.size(); i++) {
            String one = refusal.substring(starts.get(i), i + 1 < starts.size() ? starts.get(i + 1) : refusal.length());
            // The scale subresource says again, with a dot before it, what the schema has said.
            if (!one.contains(UNCHECKED) && !one.startsWith(".")) {
                problems.add(one);
            }
        }
        return problems;
    }

    private static boolean says(String problem, String expected) {
        String place = expected.substring(0, expected.indexOf(": ") + 2);
        String words = expected.substring(place.length()).toLowerCase(Locale.ROOT);
        return problem.startsWith(place) && problem.toLowerCase(Locale.ROOT).contains(words);
    }
}
