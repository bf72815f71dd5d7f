package io.fareswarm.page;

import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

    @Test
    void aModelShowsTheFiguresAndBinsOfItsStatus() throws Exception {
        JsonNode model = ui().api().resource("FareModel", "taxi").at("/status/model");
        try (Tab tab = tab()) {
            tab.open("model/default/taxi");
            assertThat(tile(tab, "RMSE")).isCloseTo(model.path("rmse").asDouble(), within(0.0051));
            assertThat(tile(tab, "MAE")).isCloseTo(model.path("mae").asDouble(), within(0.0051));
            assertThat(tile(tab, "R²")).isCloseTo(model.path("r2").asDouble(), within(0.000051));
            assertThat(tile(tab, "Rows used")).isEqualTo(model.at("/rows/used").asDouble());
            expect(tab.locator(".tiles"))
                    .containsText("of %,d read".formatted(model.at("/rows/read").asLong()));
            expect(tab.locator(".digest")).hasText(model.path("digest").asText());

            long fares = model.at("/facts/fares/count").valueStream().filter(count -> count.asLong() > 0).count();
            assertThat(fares).isGreaterThan(5);
            expect(tab.locator("circle.mean")).hasCount((int) fares);
            expect(tab.locator("rect.bar")).hasCount(model.at("/facts/residuals/count").size());
            double most = model.at("/facts/residuals/count").valueStream().mapToLong(JsonNode::asLong).max()
                    .orElseThrow();
            double second = model.at("/facts/residuals/count/8").asDouble();
            List<?> heights = (List<?>) tab.locator("rect.bar")
                    .evaluateAll("bars => bars.map(b => +b.getAttribute('height'))");
            double highest = heights.stream().mapToDouble(height -> ((Number) height).doubleValue()).max()
                    .orElseThrow();
            assertThat(highest).isGreaterThan(100);
            assertThat(((Number) heights.get(8)).doubleValue() / highest).isCloseTo(second / most, within(0.01));
        }
    }

    /// The number of a tile of a model, without what stands below it.
    private static double tile(Tab tab, String term) {
        Locator tile = tab.locator(".tiles div").filter(new Locator.FilterOptions().setHas(
                tab.page().getByText(term, new Page.GetByTextOptions().setExact(true))));
        Object text = tile.locator("dd").evaluate("dd => dd.firstChild.textContent");
        return Double.parseDouble(text.toString().replaceAll("[$,]", ""));
    }

    @Test
    void clicksOnThePictureOfNewYorkSetPickupAndDropOffAndTheModelGivesThePriceOfItsWeights() throws Exception {
        JsonNode model = ui().api().resource("FareModel", "taxi").at("/status/model");
        JsonNode picture = model.at("/facts/picture");
        try (Tab tab = tab()) {
            tab.open("model/default/taxi");
            BoundingBox map = tab.locator(".map-canvas").boundingBox();
            tab.locator(".map-canvas")
                    .click(new Locator.ClickOptions().setPosition(map.width * 0.25, map.height * 0.75));
            expect(tab.field("Drop-off")).isChecked();
            tab.locator(".map-canvas")
                    .click(new Locator.ClickOptions().setPosition(map.width * 0.75, map.height * 0.25));
            expect(tab.field("Pickup")).isChecked();

            double west = picture.path("west").asDouble();
            double wide = picture.path("east").asDouble() - west;
            double south = picture.path("south").asDouble();
            double high = picture.path("north").asDouble() - south;
            assertThat(typed(tab, "Pickup longitude")).isCloseTo(west + wide * 0.17, within(wide * 0.06));
            assertThat(typed(tab, "Pickup latitude")).isCloseTo(south + high * 0.21, within(high * 0.06));
            assertThat(typed(tab, "Drop-off longitude")).isCloseTo(west + wide * 0.73, within(wide * 0.06));
            assertThat(typed(tab, "Drop-off latitude")).isCloseTo(south + high * 0.79, within(high * 0.06));

            expect(tab.locator(".price")).hasText(Pattern.compile("^\\$[0-9]+[.][0-9]{2}$"));
            double price = Double.parseDouble(tab.locator(".price").innerText().substring(1));
            assertThat(price).isCloseTo(model.at("/weights/0").asDouble()
                    * Math.abs(typed(tab, "Drop-off longitude") - typed(tab, "Pickup longitude"))
                    + model.at("/weights/1").asDouble()
                            * Math.abs(typed(tab, "Drop-off latitude") - typed(tab, "Pickup latitude"))
                    + model.at("/weights/2").asDouble(), within(0.0051));
            expect(tab.locator(".exchange"))
                    .containsText("\"pickup_longitude\": " + tab.field("Pickup longitude").inputValue());
        }
    }

    private static double typed(Tab tab, String label) {
        return Double.parseDouble(tab.field(label).inputValue());
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
