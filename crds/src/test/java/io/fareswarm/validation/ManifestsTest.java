package io.fareswarm.validation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/// The folder of manifests is the contract with Kubernetes: an API server that has the CRDs accepts each `valid-*`, and
/// refuses each `invalid-*` at the places, and in words that contain those, that its `# expect: PLACE: WORDS` lines say.
class ManifestsTest {
    private static final Path FOLDER = Path.of("src/test/resources/manifests");
    private static final Path EXAMPLES = Path.of(System.getProperty("fareswarm.root"), "examples");

    @ParameterizedTest
    @MethodSource("valid")
    void aValidManifestIsRead(Path file) throws IOException {
        assertThat(new ManifestReader().file(file).result()).isInstanceOf(Manifests.Valid.class);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void anInvalidManifestIsRefusedWithAllThatIsWrongAndNothingElse(Path file) throws IOException {
        List<String> expected = Files.readAllLines(file).stream().filter(line -> line.startsWith("# expect: "))
                .map(line -> line.substring("# expect: ".length())).toList();

        List<String> found = switch (new ManifestReader().file(file).result()) {
            case Manifests.Refused refused ->
                refused.problems().stream().map(problem -> problem.path() + ": " + problem.message()).toList();
            case Manifests.Valid _ -> List.of();
        };

        assertThat(expected).isNotEmpty();
        assertThat(found).hasSameSizeAs(expected);
        expected.forEach(line -> assertThat(found).anySatisfy(problem -> assertThat(says(problem, line)).isTrue()));
    }

    private static boolean says(String problem, String expected) {
        String place = expected.substring(0, expected.indexOf(": ") + 2);
        String words = expected.substring(place.length()).toLowerCase(Locale.ROOT);
        return problem.startsWith(place) && problem.toLowerCase(Locale.ROOT).contains(words);
    }

    static List<Path> valid() throws IOException {
        return Stream.concat(files(FOLDER, "valid-"), files(EXAMPLES, "")).toList();
    }

    static List<Path> invalid() throws IOException {
        return files(FOLDER, "invalid-").toList();
    }

    private static Stream<Path> files(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).sorted().toList().stream();
        }
    }
}
