package io.fareswarm.page;

import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Tests of runs from their start to their comparison. This class starts first because it takes the longest.
@Order(1)
class RunIT extends PageTest {
    private static final Pattern RATE = Pattern.compile("RPS ([0-9]+([.][0-9]+)?)");

    @Test
    void aRunThatIsStartedWithTheFormIsWatchedEditedStoppedRunAgainAndCompared() {
        if (!Files.isReadable(Fareswarm.rides())) {
            System.out.println("page-tests: the real rides are not beside this checkout: the model has synthetic ones");
        }
        try (Tab tab = tab()) {
            RunSteps.correctTheForm(tab);
            RunSteps.startFromForm(tab);
            RunSteps.editUsers(tab);
            tab.show("charts");
            expect(tab.locator(".chart canvas").first()).isVisible();
            expect(tab.locator(".notes")).containsText("load.users.count 5 -> 9");

            RunSteps.stopEarly(tab);
            expect(tab.locator(".notes")).containsText("load.users.count 5 -> 9");

            RunSteps.runAgain(tab);
            RunSteps.compare(tab);
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
            expect(row).containsText("≥ 100,000/s");
            assertThat(threshold.path("limit").asText()).isEqualTo(">= 100000/s");
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
            for (Locator row : tab.locator("#panel tbody tr").all()) {
                expect(cell(row, "State")).hasText("Running");
                expect(cell(row, "Users")).hasText("5");
                for (String column : List.of("RPS", "Lag p99 ms", "Turn ms", "CPU cores", "Memory MiB")) {
                    expect(cell(row, column)).hasText(Pattern.compile("^[0-9][0-9.,]*$"));
                }
                expect(cell(row, "RPS")).hasText(Pattern.compile("^[1-9]"));
                expect(cell(row, "Memory MiB")).hasText(Pattern.compile("^[1-9][0-9]"));
            }
            ProcessHandle worker = ui().children("loadgen-image").getFirst();
            assertThat(worker.destroyForcibly()).isTrue();

            expect(tab.locator("#panel")).containsText("1 lost, 1 replaced");
            expect(tab.locator("#panel tbody")).containsText("2");
            expect(tab.figure("Workers ready")).containsText("2 / 2 1 lost");
            tab.picture("lost-worker");
            tab.show("charts");
            expect(tab.locator(".notes")).containsText("Worker lost");
            expect(tab.locator(".notes")).containsText("Worker replaced");
            tab.show("log");
            expect(tab.locator(".log .warning")).containsText("WorkerLost");
            List<?> times = (List<?>) tab.locator(".log time").evaluateAll("times => times.map(t => t.dateTime)");
            assertThat(times.stream().map(time -> Instant.parse(time.toString())).toList()).hasSizeGreaterThan(3)
                    .isSorted();
            assertThat(tab.locator(".log .reason").first().innerText()).doesNotContain("Worker");
            tab.picture("lost-worker-log");
            tab.stop();
            expect(tab.state()).hasText(Pattern.compile("Passed|Failed|Invalid"));
            assertThat(new JsonMapper().readTree(ui().api().file("killed", 1, "series.json")).path("notes")
                    .findValuesAsText("kind")).containsExactly("lost", "replaced");
            ui().api().again("killed", 2);
            tab.open("run/default/killed/charts/1");
            expect(tab.locator(".notes li")).hasText(new Pattern[]{
                    Pattern.compile("Worker lost: worker [01]: (killed|exited|ended).*", Pattern.DOTALL),
                    Pattern.compile("Worker replaced: worker [01]: another process sends its share")});
            expect(tab.button("Delete")).hasAttribute("aria-disabled", "true");
            for (String button : List.of("Run again", "Change and run")) {
                expect(tab.button(button)).hasAttribute("aria-disabled", "true");
                tab.button(button).click(new Locator.ClickOptions().setForce(true));
            }
            expect(tab.locator(".bar .refused:visible")).hasText("Run 2 goes on: stop it first.");
            tab.open("again/default/killed");
            expect(tab.locator(".start > .refused")).hasText("Run 2 goes on: stop it first.");
            expect(tab.button("Start swarming")).hasAttribute("aria-disabled", "true");
            assertThat(ui().api().resource("LoadTest", "killed").at("/spec/run").asInt()).isEqualTo(2);
            tab.open("run/default/killed/runs");
            expect(tab.locator(".comparison .notes")).containsText("Worker lost: Run 1: worker");
            tab.open("run/default/killed/statistics");
            tab.stop();
            expect(tab.state()).hasText(Pattern.compile("Passed|Failed|Invalid"));
        }
    }

    @Test
    void theKeyboardAloneEditsTheRateTheDurationAndAThresholdOfARunThatGoesOn() throws Exception {
        ui().api().create("edited", Specs.model("3m", "\"arrivals\": {\"rate\": 20}",
                ", \"thresholds\": [{\"name\": \"tail\", \"latency\": {\"percentile\": 99, \"max\": \"20s\"}}]"));
        try (Tab tab = tab()) {
            tab.open("run/default/edited/thresholds");
            expect(tab.figure("RPS")).hasText(Pattern.compile("^(19|20|21)([.]|$)"));
            expect(tab.locator(".progress")).containsText("of 3:00");
            Keyboard keyboard = new Keyboard(tab);
            keyboard.press(tab.button("Edit"), "Enter");
            keyboard.type(tab.at("spec.load.arrivals.rate"), "60");
            keyboard.type(tab.at("spec.duration"), "4m");
            keyboard.type(tab.at("spec.thresholds[0].latency.max"), "30s");
            keyboard.press(tab.button("Apply"), "Enter");
            expect(tab.locator("dialog")).hasCount(0);

            expect(tab.figure("RPS")).hasText(Pattern.compile("^(59|60|61)([.]|$)"));
            expect(tab.locator(".progress")).containsText("of 4:00");
            expect(tab.locator("#panel tbody tr")).containsText("≤ 30 s");
            tab.show("log");
            for (String change : List.of("load.arrivals.rate 20 -> 60", "duration 3m -> 4m", "thresholds")) {
                expect(tab.locator(".log")).containsText(change);
            }
            JsonNode spec = ui().api().resource("LoadTest", "edited").path("spec");
            assertThat(spec.at("/load/arrivals/rate").asDouble()).isEqualTo(60);
            assertThat(spec.path("duration").asText()).isEqualTo("4m");
            assertThat(spec.at("/thresholds/0/latency/max").asText()).isEqualTo("30s");
            tab.stop();
            expect(tab.state()).hasText("Passed");
        }
    }

    /// A stop ends the load within a second, so the last window has less time than the others. Its rate is as high.
    @Test
    void theRateOfAStoppedRunDoesNotDropAtTheEndOfTheChart() throws Exception {
        ui().api().create("stopped", Specs.model("3m", "\"arrivals\": {\"rate\": 60}"));
        try (Tab tab = tab()) {
            tab.open("run/default/stopped/charts");
            tab.awaitAbove("Requests", 500);
            tab.show("statistics");
            Locator all = tab.locator("#panel tfoot tr");
            expect(cell(all, "Current RPS")).hasText(Pattern.compile("^(5[5-9]|6[0-5])([.]|$)"));
            expect(cell(all, "Current failures/s")).hasText("0");
            assertThat(tab.violations()).as("a run that goes on").isEmpty();
            tab.show("charts");
            assertThat(tab.violations()).as("charts of a run that goes on").isEmpty();
            tab.stop();
            expect(tab.state()).hasText("Passed");
            List<Double> rates = rates(tab);
            assertThat(rates).hasSizeGreaterThan(5).allSatisfy(rate -> assertThat(rate).isBetween(48.0, 72.0));
        }
    }

    private static Locator cell(Locator row, String column) {
        return row.locator("[data-title='%s']".formatted(column));
    }

    /// The rates that the first chart shows from its first instant to its last one; an instant without a rate has none.
    private static List<Double> rates(Tab tab) {
        Locator slider = tab.locator(".plot").first();
        List<Double> rates = new ArrayList<>();
        String last = null;
        slider.press("Home");
        for (String shown = slider.getAttribute("aria-valuetext"); !shown.equals(last);) {
            last = shown;
            Matcher rate = RATE.matcher(shown);
            if (rate.find()) {
                rates.add(Double.valueOf(rate.group(1)));
            }
            slider.press("ArrowRight");
            shown = slider.getAttribute("aria-valuetext");
        }
        return rates;
    }
}
