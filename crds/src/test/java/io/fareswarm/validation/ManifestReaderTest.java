package io.fareswarm.validation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fareswarm.api.Durations;
import io.fareswarm.api.FareModel;
import io.fareswarm.api.Load;
import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.Percent;
import io.fareswarm.api.Target;
import io.fareswarm.api.Threshold;
import io.fareswarm.api.Workers;

import static org.assertj.core.api.Assertions.assertThat;

class ManifestReaderTest {
    private static final String MODEL = """
            apiVersion: fareswarm.io/v1beta1
            kind: FareModel
            metadata: {name: taxi, labels: {team: fares}}
            spec: {training: {synthetic: {}}}
            """;
    private static final String TEST = """
            apiVersion: fareswarm.io/v1beta1
            kind: LoadTest
            metadata: {name: taxi-rush}
            spec: {target: {model: taxi}, load: {users: {count: 10}}}
            """;

    @Test
    void absentFieldsGetTheirDefaults() {
        LoadTest test = valid(TEST).tests().getFirst();

        assertThat(test.getMetadata().getNamespace()).isEqualTo("default");
        assertThat(test.getSpec()).isEqualTo(new LoadTestSpec(
                new Target("taxi", null, null, "30s", null, Target.Connection.keepAlive),
                new Workers(1, null, null), null, null, "0s", "30s", "5m", "10ms",
                new Load(new Load.Users(10, null, null, new Load.Wait(null, "0s", null, null)), null), null, 42, null,
                1, null, 5));
    }

    @Test
    void aFareModelGetsItsMetadataAndDefaults() {
        FareModel model = valid(MODEL).models().getFirst();

        assertThat(model.getMetadata().getName()).isEqualTo("taxi");
        assertThat(model.getMetadata().getLabels()).containsEntry("team", "fares");
        assertThat(model.getSpec().serving().replicas()).isEqualTo(2);
        assertThat(model.getSpec().training().synthetic()).isNotNull();
        assertThat(model.getStatus()).isNull();
    }

    @Test
    void theResultHasTheResourcesOfAllTexts() {
        Manifests result = new ManifestReader().text("a", MODEL).text("b", "---\n" + TEST + "---\n\n---\n# no more\n")
                .result();

        assertThat(result).isInstanceOfSatisfying(Manifests.Valid.class, valid -> {
            assertThat(valid.models()).hasSize(1);
            assertThat(valid.tests()).hasSize(1);
        });
    }

    @Test
    void oneProblemRejectsAllManifestsAndIsReportedWithItsLine() {
        assertThat(problems(MODEL + "---\n" + TEST.replace("10", "0"))).containsExactly(
                "m.yaml:9: LoadTest taxi-rush: spec.load.users.count: should be greater than or equal to 1, found 0");
    }

    @Test
    void aMissingFieldIsReportedAtTheLineOfItsParent() {
        assertThat(problems("""
                apiVersion: fareswarm.io/v1beta1
                kind: LoadTest
                metadata:
                  name: a
                spec:
                  load:
                    users: {count: 1, wait: {between: {min: 0s}}}
                  target: {}
                """)).containsExactly(
                "m.yaml:7: LoadTest a: spec.load.users.wait.between.max: required value is missing",
                "m.yaml:8: LoadTest a: spec.target: exactly one of model, url");
    }

    @Test
    void anotherKindOrApiVersionIsRejected() {
        assertThat(problems(TEST.replace("LoadTest", "Job")))
                .containsExactly("m.yaml:2: Job taxi-rush: kind: expected FareModel or LoadTest, found \"Job\"");
        assertThat(problems(TEST.replace("v1beta1", "v1"))).containsExactly(
                "m.yaml:1: LoadTest taxi-rush: apiVersion: expected fareswarm.io/v1beta1, found \"fareswarm.io/v1\"");
        assertThat(problems("hello"))
                .containsExactly("m.yaml:1: expected a FareModel or a LoadTest, found \"hello\"");
        assertThat(problems("# nothing\n"))
                .containsExactly("m.yaml:1: expected a FareModel or a LoadTest, found nothing");
    }

    @Test
    void aResourceMustNotOccurTwice() {
        assertThat(problems(MODEL + "---\n" + MODEL)).containsExactly(
                "m.yaml:8: FareModel taxi: metadata.name: expected each resource once, found it in m.yaml:1 already");
        valid(MODEL + "---\n" + MODEL.replace("name: taxi", "name: taxi, namespace: other"));
    }

    @Test
    void metadataIsCheckedAsOnAnApiServer() {
        assertThat(problems(TEST.replace("{name: taxi-rush}",
                "{nmae: a, namespace: A, labels: {a b: c, d: 1, e: f g}, annotations: {a/b/c: d}}")))
                .satisfiesExactly(line -> assertThat(line).contains("metadata.nmae: unknown field"),
                        line -> assertThat(line).contains("metadata.name: required value is missing"),
                        line -> assertThat(line).contains("metadata.namespace: must be a DNS label", "found \"A\""),
                        line -> assertThat(line).contains("metadata.labels: must have keys", "\"a b\""),
                        line -> assertThat(line).contains("metadata.labels.d: must be of type string, found 1"),
                        line -> assertThat(line).contains("metadata.labels: must have values", "\"f g\""),
                        line -> assertThat(line).contains("metadata.annotations: must have keys", "\"a/b/c\""));
    }

    @Test
    void invalidOrUnsupportedYamlIsRejectedWithItsLine() {
        assertThat(problems("a: b\nc: {\n")).first().asString().startsWith("m.yaml:3: expected YAML, found a mistake");
        assertThat(problems("a: 1\nb: 2\na: 3\n")).containsExactly("m.yaml:3: expected each key once, found a again");
        assertThat(problems("a: &x b\n")).first().asString().contains("found an anchor or an alias");
        assertThat(problems("a:\n  <<: {b: c}\n")).first().asString().startsWith("m.yaml:2:").contains("merge key");
        assertThat(problems("a: !!set {}\n")).first().asString().contains("expected no tag but !!str");
        assertThat(problems("a: !!int 1\n")).first().asString().contains("expected no tag but !!str");
        assertThat(problems("? [a]\n: b\n")).first().asString().contains("expected a word as key");
    }

    @Test
    void aFileThatIsNotUtf8IsRejectedWithTheLineAndTheByte(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("latin1.yaml"), MODEL.replace("team: fares", "team: Zo\u00e9"),
                StandardCharsets.ISO_8859_1);
        Manifests.Invalid invalid = (Manifests.Invalid) new ManifestReader().file(file).result();
        assertThat(invalid.problems()).map(Problem::toString).containsExactly(file
                + ":3: expected text in UTF-8, found the byte 0xe9 as byte 41 of the line; save the file as UTF-8");
    }

    @Test
    void aByteOrderMarkIsNotPartOfAManifest() throws IOException {
        byte[] bytes = ("\ufeff" + MODEL).getBytes(StandardCharsets.UTF_8);
        assertThat(new ManifestReader().input("it", new ByteArrayInputStream(bytes)).result())
                .isInstanceOf(Manifests.Valid.class);
    }

    @Test
    void aTextBeyondABoundIsRejected(@TempDir Path folder) throws IOException {
        assertThat(problems("[".repeat(100_000))).first().asString().contains("at most 40 levels");
        assertThat(problems("--- a\n".repeat(101))).first().asString().contains("at most 100 documents");
        Path large = Files.writeString(folder.resolve("large.yaml"), "#".repeat(ManifestReader.MAX_BYTES + 1));
        assertThat(new ManifestReader().file(large).result())
                .isInstanceOfSatisfying(Manifests.Invalid.class, invalid -> assertThat(invalid.problems())
                        .singleElement().asString().endsWith("expected at most 1048576 bytes, found more"));
    }

    @Test
    void aLongValueIsCutInAMessage() {
        assertThat(problems(TEST.replace("model: taxi", "model: " + "X".repeat(40)).replace("taxi-rush", "a")))
                .first().asString().endsWith("found \"" + "X".repeat(40) + "\"");
        assertThat(problems(TEST.replace("{count: 10}", "{count: " + "x".repeat(5000) + "}"))).first().asString()
                .hasSizeLessThan(200).endsWith("…\"");
    }

    /// If Java and the schema differed, a manifest that a cluster accepts could fail a run.
    @Test
    void javaParsesExactlyTheDurationsThatTheSchemaAccepts() {
        Random random = new Random(7);
        int read = 0;
        for (int i = 0; i < 1000; i++) {
            String text = randomText(random, 3, "#s", "##m", "#.##s", "###.###ms", "#.####s", "#######ms", "#h", "-#s",
                    "#");
            boolean java = isRead(text, words -> {
                Duration time = Durations.parse(words);
                return time.compareTo(Duration.ofHours(1)) <= 0;
            });
            boolean schema = accepts(TEST.replace("count: 10", "count: 10, wait: {constant: \"" + text + "\"}"));
            assertThat(schema).as(text).isEqualTo(java);
            read += java ? 1 : 0;
        }
        assertThat(read).isBetween(100, 900);
    }

    @Test
    void javaParsesExactlyThePercentagesThatTheSchemaAccepts() {
        Random random = new Random(8);
        int read = 0;
        for (int i = 0; i < 1000; i++) {
            String text = randomText(random, 1, "#%", "##%", "100%", "10#%", "##.##%", "100.#%", "#.####%", "##", "-#%",
                    "#.%");
            boolean java = isRead(text, words -> Percent.parse(words) <= 1);
            boolean schema = accepts(TEST.replace("load:",
                    "thresholds: [{name: a, failureRatio: {max: \"" + text + "\"}}], load:"));
            assertThat(schema).as(text).isEqualTo(java);
            read += java ? 1 : 0;
        }
        assertThat(read).isBetween(100, 900);
    }

    @Test
    void aThresholdIsReadIntoItsRecord() {
        LoadTest test = valid(
                TEST.replace("load:", "thresholds: [{name: a, latency: {percentile: 99, max: 1s}}], load:"))
                .tests().getFirst();

        assertThat(test.getSpec().thresholds())
                .isEqualTo(List.of(new Threshold("a", null, null, new Threshold.LatencyLimit(99.0, "1s", null), null)));
    }

    /// A text of up to `most` random parts, in which a random digit replaces each `#`.
    private static String randomText(Random random, int most, String... parts) {
        StringBuilder text = new StringBuilder();
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            parts[random.nextInt(parts.length)].chars()
                    .forEach(c -> text.append(c == '#' ? (char) ('0' + random.nextInt(10)) : (char) c));
        }
        return text.toString();
    }

    private interface Reading {
        boolean isWithinBounds(String text);
    }

    private static boolean isRead(String text, Reading reading) {
        try {
            return reading.isWithinBounds(text);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean accepts(String yaml) {
        return new ManifestReader().text("m.yaml", yaml).result() instanceof Manifests.Valid;
    }

    private static Manifests.Valid valid(String yaml) {
        Manifests result = new ManifestReader().text("m.yaml", yaml).result();
        assertThat(result).isInstanceOf(Manifests.Valid.class);
        return (Manifests.Valid) result;
    }

    private static List<String> problems(String yaml) {
        Manifests result = new ManifestReader().text("m.yaml", yaml).result();
        assertThat(result).isInstanceOf(Manifests.Invalid.class);
        return ((Manifests.Invalid) result).problems().stream().map(Problem::toString).toList();
    }

    @Test
    void secretsAndConfigMapsAreReadAsOnACluster() {
        Manifests.Valid valid = (Manifests.Valid) new ManifestReader().text("it", """
                apiVersion: v1
                kind: Secret
                metadata: {name: api, namespace: fares}
                type: Opaque
                data: {token: czNjcmV0}
                stringData: {other: plain}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: rows}
                data: {a.csv: "id"}
                binaryData: {b: AAE=}
                """).result();
        assertThat(valid.attachments()).extracting(Attachment::toString).containsExactly("Secret fares/api",
                "ConfigMap default/rows");
        assertThat(valid.attachments().getFirst().data()).hasSize(2)
                .hasEntrySatisfying("token", bytes -> assertThat(bytes).asString().isEqualTo("s3cret"))
                .hasEntrySatisfying("other", bytes -> assertThat(bytes).asString().isEqualTo("plain"));
        assertThat(valid.attachments().getLast().data())
                .hasEntrySatisfying("b", bytes -> assertThat(bytes).containsExactly(0, 1));
    }

    @Test
    void anInvalidSecretIsRejectedWithoutItsValuesInTheMessage() {
        Manifests.Invalid invalid = (Manifests.Invalid) new ManifestReader().text("it", """
                apiVersion: v1
                kind: Secret
                metadata: {name: api}
                data: {token: "s3cret!", ../../up: czNjcmV0}
                """).result();
        assertThat(invalid.problems()).extracting(Problem::message).containsExactlyInAnyOrder("must be base64",
                "must have keys of A-Z, a-z, 0-9, -, _ and .");
        assertThat(invalid.toString()).doesNotContain("s3cret");
    }
}
