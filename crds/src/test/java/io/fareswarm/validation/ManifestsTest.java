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

/// Validates the manifests in the test resources. An API server with the CRDs accepts each `valid-*` and rejects each
/// `invalid-*`. For each line `# expect: PATH: TEXT`, its message has the path and contains the text.
class ManifestsTest {
    private static final Path FOLDER = Path.of("src/test/resources/manifests");
    private static final Path EXAMPLES = Path.of(System.getProperty("fareswarm.root"), "examples");

    @ParameterizedTest
    @MethodSource("valid")
    void aValidManifestIsAccepted(Path file) throws IOException {
        assertThat(new ManifestReader().file(file).result()).isInstanceOf(Manifests.Valid.class);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void anInvalidManifestIsRejectedWithExactlyItsProblems(Path file) throws IOException {
        List<String> expected = Files.readAllLines(file).stream().filter(line -> line.startsWith("# expect: "))
                .map(line -> line.substring("# expect: ".length())).toList();

        List<String> found = switch (new ManifestReader().file(file).result()) {
            case Manifests.Invalid invalid ->
                invalid.problems().stream().map(problem -> problem.path() + ": " + problem.message()).toList();
            case Manifests.Valid _ -> List.of();
        };

        assertThat(expected).isNotEmpty();
        assertThat(found).hasSameSizeAs(expected);
        expected.forEach(line -> assertThat(found).anySatisfy(problem -> assertThat(matches(problem, line)).isTrue()));
    }

    private static boolean matches(String problem, String expected) {
        String path = expected.substring(0, expected.indexOf(": ") + 2);
        String text = expected.substring(path.length()).toLowerCase(Locale.ROOT);
        return problem.startsWith(path) && problem.toLowerCase(Locale.ROOT).contains(text);
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
