package io.fareswarm.page;

import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.fareswarm.page.Tab.expect;

/// Tests of the views of the ratio, of the thresholds of a run as a whole, and of models.
class ViewsIT extends PageTest {
    @Test
    void theRatioShowsEachTasksShareByItsWeightAndOfTheRequestsAndAThresholdWithoutWindowsSaysSo() throws Exception {
        ui().api().run("shares", Specs.model("2s", Specs.USERS,
                ", \"thresholds\": [{\"name\": \"errors\", \"failureRatio\": {\"max\": \"1%\"}}]"));
        try (Tab tab = tab()) {
            tab.open("run/default/shares/ratio");
            Locator rides = row(tab, "valid ride");
            expect(rides).containsText("83.3%");
            expect(row(tab, "ride with a field missing")).containsText("16.7%");
            expect(rides.locator("td").last()).hasText(Pattern.compile("^[1-9][0-9.]*%$"));

            tab.show("thresholds");
            expect(row(tab, "errors").locator("td").last()).hasText("the run as a whole");
        }
    }

    @Test
    void aModelShowsItsConditionsAndItsSourceAndGivesTheFareOfARide() {
        try (Tab tab = tab()) {
            tab.open("models");
            expect(tab.locator("h1")).hasText("taxi");
            expect(tab.locator(".conditions")).containsText("Serves prices");
            expect(tab.locator(".facts")).containsText("Source");
            expect(tab.locator(".facts")).containsText("per degree of longitude");
            tab.button("Get the price").click();
            expect(tab.locator(".price")).hasText(Pattern.compile("^\\$[0-9]+[.][0-9]{2}$"));
            expect(tab.locator(".exchange")).containsText("200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"statistics", "charts", "failures", "workers", "downloads"})
    void aRunThatHasNotStartedSaysSoInEachView(String view) {
        try (Tab tab = tab()) {
            tab.open("run/default/taxi-rush/" + view);
            expect(tab.locator("#panel .empty-title")).hasText("The run has not started.");
            expect(tab.button("Start swarming")).isVisible();
        }
    }

    private static Locator row(Tab tab, String name) {
        return tab.locator("#panel tbody tr").filter(new Locator.FilterOptions().setHasText(name));
    }
}
