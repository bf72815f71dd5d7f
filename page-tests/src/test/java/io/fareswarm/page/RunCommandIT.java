package io.fareswarm.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Tests of the page that `run` serves, and of a server that is started anew.
class RunCommandIT {
    @TempDir
    Path folder = Path.of("");

    /// Writes a manifest with a model and a test of it.
    private Path manifest(String test, String duration) throws IOException {
        return Files.writeString(folder.resolve("manifest.yaml"), """
                apiVersion: fareswarm.io/v1beta1
                kind: FareModel
                metadata: {name: taxi}
                spec: {training: {synthetic: {rows: 1000}}}
                ---
                apiVersion: fareswarm.io/v1beta1
                kind: LoadTest
                metadata: {name: %s}
                spec: %s
                """.formatted(test, Specs.model(duration, Specs.USERS)));
    }

    @Test
    void runServesThePageAndRefusesAStartWithItsReason() throws Exception {
        Path manifest = manifest("rush", "3m");
        try (Browsers browsers = new Browsers();
                Fareswarm run = Fareswarm.serving(folder, "run", "-f", manifest.toString(), "--port", "0", "--report",
                        folder.resolve("report").toString());
                Tab tab = browsers.tab(run.page())) {
            assertThat(run.out()).as("its first line").startsWith("page: " + run.page() + "\n");
            expect(tab.locator("#new")).hasAttribute("aria-disabled", "true");
            expect(tab.locator("#new")).hasAttribute("title", "`fareswarm run` ends with the runs of its manifests: "
                    + "`fareswarm ui` waits for more");
            var response = run.api().post("api/resources", Api.manifest("more", Specs.model("1s", Specs.USERS)));
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).contains("`fareswarm ui` waits for more");

            tab.open("new");
            expect(tab.button("Start swarming")).hasAttribute("aria-disabled", "true");
            tab.open("run/default/rush/statistics");
            expect(tab.state()).hasText("Running");
            tab.awaitAbove("Requests", 0);
            tab.stop();
            expect(tab.state()).hasText("Passed");
            tab.allow("Failed to load resource");
            assertThat(run.status()).isEqualTo(0);
        }
    }

    @Test
    void aTestOfTheManifestsOfUiWaitsForStartSwarming() throws Exception {
        Path manifest = manifest("mine", "2s");
        try (Browsers browsers = new Browsers();
                Fareswarm ui = Fareswarm.serving(folder, "ui", "-f", manifest.toString(), "--port", "0", "--report",
                        folder.resolve("report").toString());
                Tab tab = browsers.tab(ui.page())) {
            expect(tab.locator("#main")).not().containsText("taxi-rush");
            tab.open("run/default/mine/statistics");
            expect(tab.state()).hasText("Not started");
            assertThat(ui.api().runs("mine")).isEmpty();
            tab.button("Start swarming").click();
            expect(tab.state()).hasText("Passed");
            long requests = ui.api().stored("mine", 1).at("/result/requests").asLong();
            assertThat(requests).isPositive();
            assertThat(tab.number("Requests")).isEqualTo(requests);
        }
    }

    @Test
    void aPageReconnectsToARestartedServerThatHasTheStoredRunsAgain() throws Exception {
        try (Browsers browsers = new Browsers()) {
            Fareswarm first = Fareswarm.ui(folder);
            int port = first.page().getPort();
            try (Tab tab = browsers.tab(first.page())) {
                tab.allow("net::ERR_");
                first.api().run("before", Specs.model("2s", Specs.USERS));
                tab.open("run/default/before/statistics");
                expect(tab.state()).hasText("Passed");
                String requests = tab.figure("Requests").innerText();
                first.close();
                expect(tab.locator("#connection")).hasText("Disconnected");
                expect(tab.locator("#notice")).containsText("The page shows what it received last.");
                expect(tab.figure("Requests")).hasText(requests);
                tab.picture("disconnected");

                try (Fareswarm second = Fareswarm.ui(folder, port)) {
                    assertThat(second.page().getPort()).isEqualTo(port);
                    expect(tab.locator("#connection")).containsText("Connected");
                    expect(tab.locator("#notice")).isHidden();
                    expect(tab.state()).hasText("Passed");
                    expect(tab.figure("Requests")).hasText(requests);
                    tab.show("runs");
                    expect(tab.locator(".runs tbody tr")).hasCount(1);
                    tab.show("charts");
                    expect(tab.locator(".chart canvas").first()).isVisible();
                    tab.button("Run again").click();
                    expect(tab.locator(".bar")).containsText("run 2");
                    second.api().stored("before", 2);
                    tab.show("runs");
                    expect(tab.locator(".runs tbody tr")).hasCount(2);
                }
            } finally {
                first.close();
            }
        }
    }
}
