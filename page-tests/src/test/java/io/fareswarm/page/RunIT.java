package io.fareswarm.page;

import java.nio.file.Files;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Tests of runs from their start to their comparison. This class starts first because it takes the longest.
@Order(1)
class RunIT extends PageTest {
    @Test
    void aRunThatIsStartedWithTheFormIsWatchedEditedStoppedRunAgainAndCompared() {
        if (!Files.isReadable(Fareswarm.rides())) {
            System.out.println("page-tests: the real rides are not beside this checkout: the model has synthetic ones");
        }
        try (Tab tab = tab()) {
            tab.open("new");
            tab.fillForm("from-the-form", 5);
            tab.button("Start swarming").click();

            expect(tab.state()).hasText("Running");
            long requests = tab.awaitAbove("Requests", 0);
            tab.awaitAbove("Requests", requests);
            expect(tab.figure("RPS")).hasText(Pattern.compile("[1-9]"));
            expect(tab.figure("Users")).hasText("5");
            expect(tab.figure("Workers ready")).containsText("1 / 1");
            expect(tab.locator("#panel tbody")).containsText("valid ride");
            expect(tab.locator("#panel tbody")).containsText("ride with a field missing");

            tab.button("Edit").click();
            tab.locator("dialog").getByLabel("Users").fill("9");
            tab.locator("dialog").getByLabel("Ramp up").fill("100");
            tab.button("Apply").click();
            expect(tab.locator("dialog")).hasCount(0);
            expect(tab.figure("Users")).hasText("9");
            tab.show("log");
            expect(tab.locator(".log")).containsText("EditApplied");
            expect(tab.locator(".log")).containsText("load.users.count 5 -> 9");
            tab.show("charts");
            expect(tab.locator(".chart canvas").first()).isVisible();
            expect(tab.locator(".notes")).containsText("load.users.count 5 -> 9");

            tab.stop();
            expect(tab.state()).hasText("Passed");
            expect(tab.locator(".bar")).containsText("stopped early");
            expect(tab.locator(".notes")).containsText("load.users.count 5 -> 9");

            tab.button("Run again").click();
            expect(tab.locator(".bar")).containsText("run 2");
            tab.awaitAbove("Requests", 20);
            tab.stop();
            expect(tab.state()).hasText("Passed");
            tab.show("runs");
            expect(tab.locator(".runs tbody tr")).hasCount(2);
            expect(tab.locator(".comparison h2").first()).hasText("Run 1 and run 2");
            Locator figures = tab.page().getByRole(AriaRole.REGION,
                    new Page.GetByRoleOptions().setName("Figures of runs 1 and 2"));
            Locator rps = figures.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("RPS"));
            expect(rps.locator("td").nth(2)).hasText(Pattern.compile("[+−±][0-9]"));
            expect(rps.locator("td").nth(4)).hasText(Pattern.compile("better|worse|equal"));
            expect(tab.locator(".comparison canvas").first()).isVisible();
        }
    }

    @Test
    void aThresholdThatFailsIsShownFailedWithItsObservedValue() throws Exception {
        ui().api().create("failing", Specs.model("2s", Specs.USERS,
                ", \"thresholds\": [{\"name\": \"rate\", \"throughput\": {\"min\": 100000}}]"));
        try (Tab tab = tab()) {
            tab.open("run/default/failing/thresholds");
            expect(tab.state()).hasText("Failed");
            JsonNode threshold = ui().api().stored("failing", 1).at("/thresholds/0");
            Locator row = tab.locator("#panel tbody tr");
            expect(row).hasCount(1);
            expect(row).containsText("Failed");
            expect(row).containsText(threshold.path("limit").asText());
            expect(row.locator("td").nth(3)).hasText(threshold.path("observed").asText());
            assertThat(threshold.path("observed").asText()).contains("/s");
            expect(tab.locator("#tab-thresholds")).containsText("1 failed");
        }
    }

    @Test
    void aKilledWorkerIsShownLostAndReplacedAndNotedInTheCharts() throws Exception {
        ui().api().create("killed", Specs.model("3m", Specs.USERS));
        try (Tab tab = tab()) {
            tab.open("run/default/killed/workers");
            expect(tab.state()).hasText("Running");
            expect(tab.locator("#panel tbody tr")).hasCount(2);
            ProcessHandle worker = ui().children("loadgen-image").getFirst();
            assertThat(worker.destroyForcibly()).isTrue();

            expect(tab.locator("#panel")).containsText("1 lost, 1 replaced");
            expect(tab.locator("#panel tbody")).containsText("2");
            expect(tab.figure("Workers ready")).containsText("2 / 2 1 lost");
            tab.show("charts");
            expect(tab.locator(".notes")).containsText("Worker lost");
            expect(tab.locator(".notes")).containsText("Worker replaced");
            tab.show("log");
            expect(tab.locator(".log .warning")).containsText("WorkerLost");
            tab.stop();
            expect(tab.state()).hasText(Pattern.compile("Passed|Failed|Invalid"));
        }
    }
}
