package io.fareswarm.operator.local;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.operator.MutableClock;
import io.fareswarm.operator.result.Runs;
import io.fareswarm.operator.result.report.ReportFiles;
import io.fareswarm.operator.result.report.Series;
import io.fareswarm.operator.run.RunPlan;
import io.fareswarm.operator.ui.ChangeLog;
import io.fareswarm.operator.ui.PageError;
import io.fareswarm.operator.ui.ResourceKey;
import io.fareswarm.validation.ManifestReader;
import io.fareswarm.validation.Manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LocalPageTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ResourceKey RUSH = new ResourceKey("LoadTest", "default", "rush");
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path reports;
    private final LocalResources resources = new LocalResources(true, null, NOON);
    private OutputDirectory output;
    private LocalMachine machine;
    private LocalRuns runs;
    private LocalPage page;

    @BeforeEach
    void open() throws Exception {
        output = new OutputDirectory(reports);
        machine = new LocalMachine(new Installation(reports), output, HttpClient.newHttpClient(), NOON);
        runs = new LocalRuns(resources, NOON);
        page = new LocalPage(resources, runs, machine, List.of(), null);
    }

    @AfterEach
    void close() {
        machine.close();
        output.close();
    }

    private static ObjectNode manifest(String name, String url) throws Exception {
        return (ObjectNode) JSON.readTree("""
                {"apiVersion":"fareswarm.io/v1beta1","kind":"LoadTest","metadata":{"name":"%s","namespace":"default"},
                 "spec":{"target":{"url":"%s"},"load":{"users":{"count":5}},
                         "tasks":[{"name":"get","request":{"path":"/"},"expect":{"status":["200"]}}]}}"""
                .formatted(name, url));
    }

    private static LoadTest test(ObjectNode manifest) {
        return ((Manifests.Valid) new ManifestReader().text("test", manifest.toString()).result()).tests().getFirst();
    }

    private static ObjectNode patch(String json) throws Exception {
        return (ObjectNode) JSON.readTree(json);
    }

    @Test
    void aCreatedTestIsDueAndOneOfAManifestWaitsForItsStart() throws Exception {
        resources.add(test(manifest("rush", "http://127.0.0.1:1")));
        assertThat(resources.due()).isEmpty();
        assertThat(resources.find(RUSH).orElseThrow().at("/metadata/annotations/fareswarm.io~1suspended").asText())
                .isEqualTo("true");
        page.patch(RUSH, patch("{\"spec\":{\"run\":1}}"));
        assertThat(resources.due())
                .hasValueSatisfying(due -> assertThat(due.getMetadata().getName()).isEqualTo("rush"));
        assertThat(resources.find(RUSH).orElseThrow().at("/metadata/annotations").isMissingNode()).isTrue();

        page.create(manifest("other", "http://127.0.0.1:1"));
        resources.observed(resources.due().orElseThrow(), finished(1));
        assertThat(resources.due())
                .hasValueSatisfying(due -> assertThat(due.getMetadata().getName()).isEqualTo("other"));
    }

    private static LoadTestStatus finished(int run) {
        return new LoadTestStatus(1L, Phase.Finished, LoadTestStatus.Verdict.Passed, new LoadTestStatus.Run(run, 42),
                null, null, null, null, null, null, null, null);
    }

    @Test
    void aTestIsDueAgainOnceItsRunIsRaised() throws Exception {
        page.create(manifest("rush", "http://127.0.0.1:1"));
        resources.observed(resources.due().orElseThrow(), finished(1));
        assertThat(resources.due()).isEmpty();
        page.patch(RUSH, patch("{\"spec\":{\"run\":2,\"load\":{\"users\":{\"count\":9}}}}"));
        assertThat(resources.find(RUSH).orElseThrow().at("/spec/load/users/count").asInt()).isEqualTo(9);
        assertThat(resources.due()).isPresent();
        assertThatThrownBy(() -> page.patch(RUSH, patch("{\"spec\":{\"run\":1}}"))).isInstanceOf(PageError.class)
                .hasMessageContaining("run cannot be lowered");
    }

    @Test
    void anInvalidManifestChangesNothingAndTheMessageNamesTheField() throws Exception {
        ObjectNode invalid = manifest("rush", "ftp://127.0.0.1");
        assertThat(page.check(invalid).problems()).isNotEmpty().allSatisfy(
                problem -> assertThat(problem.path()).isEqualTo("spec.target.url"));
        assertThatThrownBy(() -> page.create(invalid)).hasMessageStartingWith("spec.target.url: ");
        assertThat(resources.contains(RUSH)).isFalse();
        page.create(manifest("rush", "http://127.0.0.1:1"));
        assertThatThrownBy(() -> page.patch(RUSH, patch("{\"spec\":{\"load\":{\"users\":{\"count\":-1}}}}")))
                .hasMessageStartingWith("spec.load.users.count: ");
        assertThatThrownBy(() -> page.create(manifest("rush", "http://127.0.0.1:1"))).hasMessageContaining("exists");
        ObjectNode model = manifest("other", "http://127.0.0.1:1");
        ((ObjectNode) model.path("spec")).set("target", JSON.readTree("{\"model\":\"none\"}"));
        assertThat(page.check(model).problems()).extracting("path").containsExactly("spec.target.model");
    }

    @Test
    void aRunOfManifestsTakesEditsButNoNewRuns() throws Exception {
        LocalPage running = new LocalPage(resources, runs, machine, List.of(), "use `fareswarm ui`");
        resources.add(test(manifest("rush", "http://127.0.0.1:1")));
        assertThatThrownBy(() -> running.create(manifest("b", "http://127.0.0.1:1"))).hasMessage("use `fareswarm ui`");
        assertThatThrownBy(() -> running.patch(RUSH, patch("{\"spec\":{\"run\":2}}"))).hasMessage("use `fareswarm ui`");
        running.patch(RUSH, patch("{\"spec\":{\"stopRun\":1}}"));
        assertThat(resources.spec(RUSH).orElseThrow().stopRun()).isEqualTo(1);
        assertThat(running.session().at("/access/default/create/allowed").asBoolean()).isFalse();
        assertThat(running.session().at("/access/default/delete/reason").asText()).isEqualTo("use `fareswarm ui`");
    }

    @Test
    void aRunThatGoesOnIsReadFreshAndOpenPagesAreToldEveryThirtySeconds() throws Exception {
        LoadTest test = test(manifest("rush", "http://127.0.0.1:1"));
        resources.add(test);
        MutableClock clock = new MutableClock(NOON.instant());
        LocalRuns current = new LocalRuns(resources, clock);
        Series.SeriesInput first = new Series.SeriesInput(0, List.of(), Runs.measured(), List.of());
        Series.SeriesInput later = new Series.SeriesInput(0, List.of(), Runs.twoMinutes(), List.of());

        current.progressed(test, 1, first);
        assertThat(current.file(RUSH, 1, "series.json")).hasValue(first.series().toJson());
        clock.advance(Duration.ofSeconds(1));
        current.progressed(test, 1, later);
        assertThat(current.file(RUSH, 1, "series.json")).as("it was computed a second ago")
                .hasValue(first.series().toJson());
        clock.advance(Duration.ofSeconds(1));
        assertThat(current.file(RUSH, 1, "series.json")).hasValue(later.series().toJson());
        assertThat(filesEvents()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(28));
        current.progressed(test, 1, later);
        assertThat(filesEvents()).isEqualTo(2);
        Series.SeriesInput noted = new Series.SeriesInput(0,
                List.of(new Series.Note(5, Series.Note.Kind.lost, 0, "worker 0: killed")), Runs.twoMinutes(),
                List.of());
        current.progressed(test, 1, noted);
        assertThat(filesEvents()).as("a new note is shown at once").isEqualTo(3);
        assertThat(current.file(RUSH, 1, "series.json")).hasValue(noted.series().toJson());
        current.progressed(test, 2, first);
        assertThat(filesEvents()).isEqualTo(4);
    }

    private long filesEvents() throws InterruptedException {
        return page.changes().after(0, Duration.ZERO).stream().filter(change -> change.event().equals("files"))
                .count();
    }

    /// Stores the report of the first run of `rush`.
    private LoadTestStatus store() throws Exception {
        LoadTest test = test(manifest("rush", "http://127.0.0.1:1"));
        LoadTestStatus status = Runs.status();
        Path directory = Files.createDirectories(reports.resolve("rush/run-1"));
        for (var file : ReportFiles.of("default", "rush", test.getSpec(), RunPlan.of(test.getSpec()).tasks(), status,
                Runs.measured(), Duration.ofSeconds(10), Series.of(0, List.of(), Runs.measured())).entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
        return status;
    }

    @Test
    void aNewTestWithTheNameOfStoredRunsContinuesTheirNumbersAndReplacesNoReport() throws Exception {
        store();
        runs.readStored(reports);
        page.delete(RUSH);
        assertThat(resources.contains(RUSH)).isFalse();
        assertThat(reports.resolve("rush/run-1/result.json")).exists();

        assertThat(page.create(manifest("rush", "http://127.0.0.1:1")).at("/spec/run").asInt()).isEqualTo(2);
        assertThat(resources.due()).hasValueSatisfying(due -> assertThat(due.getSpec().run()).isEqualTo(2));
        assertThat(page.create(manifest("other", "http://127.0.0.1:1")).at("/spec/run").asInt()).isEqualTo(1);
    }

    @Test
    void aTestOfAManifestContinuesTheNumbersOfItsStoredRunsAndWaitsForItsStart() throws Exception {
        store();
        resources.add(test(manifest("rush", "http://127.0.0.1:1")));
        runs.readStored(reports);
        assertThat(resources.spec(RUSH).orElseThrow().run()).isEqualTo(2);
        assertThat(resources.due()).isEmpty();
        assertThat(page.runs("default", "rush")).hasSize(1);
    }

    @Test
    void storedRunsAreListedAndReadAgainByTheNextProcess() throws Exception {
        LoadTestStatus status = store();
        Path directory = reports.resolve("rush/run-1");
        Files.writeString(directory.resolve("secret.txt"), "no file of a report");

        runs.readStored(reports);
        assertThat(resources.status(RUSH).orElseThrow().verdict()).isEqualTo(status.verdict());
        ObjectNode run = page.runs("default", "rush").getFirst();
        assertThat(run.path("verdict").asText()).isEqualTo("Failed");
        assertThat(run.at("/result/requests").asLong()).isEqualTo(1500);
        assertThat(run.path("files")).extracting(com.fasterxml.jackson.databind.JsonNode::asText)
                .contains("result.json", "series.json").doesNotContain("secret.txt");
        assertThat(page.file("default", "rush", 1, "stats.csv")).isPresent();
        for (String name : List.of("secret.txt", "../rush/run-1/stats.csv", "none")) {
            assertThat(page.file("default", "rush", 1, name)).as(name).isEmpty();
        }
        assertThat(page.file("default", "rush", 2, "stats.csv")).isEmpty();
        assertThat(resources.due()).isEmpty();
    }

    @Test
    void figuresAreWrittenEveryTwoSecondsAtMost() throws Exception {
        page.create(manifest("rush", "http://127.0.0.1:1"));
        LoadTest test = resources.due().orElseThrow();
        LoadTestStatus running = new LoadTestStatus(1L, Phase.Running, null, new LoadTestStatus.Run(1, 42), null, null,
                Runs.measured().result(1_000_000_000L), null, null, null, null, null);
        resources.observed(test, running);
        long seen = last();
        resources.observed(test, new LoadTestStatus(1L, Phase.Running, null, running.run(), null, null,
                Runs.twoMinutes().result(1_000_000_000L), null, null, null, null, null));
        resources.observed(test, new LoadTestStatus(1L, Phase.Running, null, running.run(), null, null,
                Runs.measured().result(2_000_000_000L), null, null, null, null, null));
        assertThat(resources.changes().after(seen, Duration.ofMillis(1))).extracting(ChangeLog.Change::event)
                .isEmpty();
        resources.observed(test, finished(1));
        assertThat(resources.status(RUSH).orElseThrow().phase()).isEqualTo(Phase.Finished);
    }

    private long last() throws InterruptedException {
        return resources.changes().after(-1, Duration.ofMillis(1)).getLast().number();
    }
}
